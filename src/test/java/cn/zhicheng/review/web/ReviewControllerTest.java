package cn.zhicheng.review.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.Received;
import cn.zhicheng.evidence.SamplePdfs;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.security.PersonalDataField;
import cn.zhicheng.security.PersonalDataLook;
import cn.zhicheng.security.PersonalDataLooks;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What other programs can do with reviews over HTTP, and what they cannot: our JSON, and Camunda's REST interface.
 */
@ApplicationTest
class ReviewControllerTest {

	private static final String SCHOOL = "gz-school";
	private static final String STRANGER = "lz-company";

	@Autowired
	TestRestTemplate http;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	EvidenceArchive evidence;
	@Autowired
	TitleRecords records;
	@Autowired
	RecordJournal journal;
	@Autowired
	PersonalDataLooks looks;
	@Autowired
	TaskService tasks;

	@Test
	void pages_of_evidence_are_served_so_that_nothing_in_them_can_run_and_never_the_file_itself() {
		var number = filed.submitted(SCHOOL);
		var address = "/api/review/records/" + number;
		for (var file : get(SCHOOL, address).getBody().get("evidence")) {
			var page = as(SCHOOL).getForEntity(address + "/evidence/" + file.get("id").asText() + "/pages/1", byte[].class);
			assertThat(page.getBody()).startsWith(0xFF, 0xD8, 0xFF);
			assertThat(page.getHeaders().getContentType()).isEqualTo(MediaType.IMAGE_JPEG);
			assertThat(page.getHeaders().getCacheControl()).isEqualTo("no-store");
			assertThat(page.getHeaders().get("X-Content-Type-Options")).containsExactly("nosniff");
			assertThat(page.getHeaders().get("Content-Security-Policy"))
					.containsExactly("default-src 'none'; frame-ancestors 'none'; sandbox");
			assertThat(page.getHeaders().getContentDisposition().isInline()).isTrue();
			assertThat(page.getHeaders().getContentDisposition().getFilename()).endsWith(".jpg");
		}
		// There is no address of the file as it was uploaded.
		var file = get(SCHOOL, address).getBody().get("evidence").get(1).get("id").asText();
		for (var suffix : List.of("", "/file", "/original", "/content", "/pages", "/pages/0")) {
			assertThat(as(SCHOOL).getForEntity(address + "/evidence/" + file + suffix, byte[].class).getStatusCode().is4xxClientError())
					.as(suffix).isTrue();
		}
	}

	@Test
	void a_foreign_organisation_finds_neither_record_nor_pages_nor_task() {
		var number = filed.submitted(SCHOOL);
		var address = "/api/review/records/" + number;
		var file = get(SCHOOL, address).getBody().get("evidence").get(1).get("id").asText();
		assertThat(as(SCHOOL).getForEntity(address + "/evidence/" + file + "/pages/1", byte[].class).getHeaders().getContentType())
				.isEqualTo(MediaType.IMAGE_JPEG);

		assertThat(get(STRANGER, address).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(get(STRANGER, address + "/evidence/" + file + "/pages/1").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(put(STRANGER, address + "/notes", notes("name")).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(post(STRANGER, address + "/looks", Map.of("field", "MOBILE")).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(get(STRANGER, "/api/review/cards?taskIds=" + taskOf(number)).getBody()).isEmpty();
		assertThat(get(STRANGER, "/engine-rest/task").getBody()).isEmpty();
		assertThat(get(STRANGER, "/engine-rest/task/" + taskOf(number)).getStatusCode().is4xxClientError()).isTrue();
		assertThat(looks.of(number)).as("the own reviewer's look at the page is the only one").extracting(PersonalDataLook::userId)
				.containsExactly(SCHOOL);
	}

	@Test
	void notes_with_what_no_database_keeps_are_refused_with_a_sentence() {
		var address = "/api/review/records/" + filed.submitted(SCHOOL) + "/notes";
		for (var notes : List.of(Map.of("marks", List.of(), "remarks", List.of(), "reason", "请补\0充"),
				Map.of("marks", List.of(), "remarks", List.of(Map.of("field", "name", "text", "请补\0充"))),
				Map.of("marks", List.of(Map.of("item", "核对\0原件", "checked", true)), "remarks", List.of()))) {
			var answer = put(SCHOOL, address, notes);
			assertThat(answer.getStatusCode()).as(notes.toString()).isEqualTo(HttpStatus.BAD_REQUEST);
			assertThat(answer.getBody().get("message").asText()).contains("无法保存的字符");
		}
		assertThat(put(SCHOOL, address, Map.of("marks", List.of(), "remarks", List.of(), "reason", "请补充：\n1. 证书")).getStatusCode())
				.isEqualTo(HttpStatus.NO_CONTENT);
	}

	@Test
	void a_request_with_the_character_nul_gets_the_page_of_errors() {
		var answer = http.getForEntity("/verify?name={name}", String.class, "甘\0");
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(answer.getBody()).contains("请求有误", "<h1").doesNotContain("RequestRejected");
	}

	@Test
	void nobody_gets_in_without_an_account() {
		var number = filed.submitted(SCHOOL);
		assertThat(http.getForEntity("/api/review/records/" + number, String.class).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(http.getForEntity("/engine-rest/task", String.class).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
		assertThat(http.withBasicAuth("designer", "falsch").getForEntity("/engine-rest/task", String.class).getStatusCode())
				.isEqualTo(HttpStatus.UNAUTHORIZED);
	}

	@Test
	void a_return_without_a_reason_is_refused_in_chinese_and_changes_nothing() {
		var number = filed.submitted(SCHOOL);
		var answer = complete(SCHOOL, number, Map.of("decision", "return"));
		assertThat(answer.getStatusCode().isError()).isTrue();
		assertThat(answer.getBody().get("message").asText()).contains("退回修改必须注明原因");
		assertUndecided(number);
	}

	@Test
	void nothing_but_decision_and_reason_can_be_sent_with_a_decision() {
		var number = filed.submitted(SCHOOL);
		var answer = complete(SCHOOL, number, Map.of("decision", "confirm", "organisation", "gs-reform"));
		assertThat(answer.getStatusCode().isError()).isTrue();
		assertUndecided(number);
		answer = complete(SCHOOL, number, Map.of("decision", "confirm", "remarks", "…"));
		assertThat(answer.getStatusCode().isError()).isTrue();
		assertThat(answer.getBody().get("message").asText()).contains("只能提交 decision 和 reason");
		assertUndecided(number);
	}

	@Test
	void a_foreign_reviewer_cannot_decide() {
		var number = filed.submitted(SCHOOL);
		assertThat(complete(STRANGER, number, Map.of("decision", "confirm")).getStatusCode().isError()).isTrue();
		assertUndecided(number);
	}

	@Test
	void an_open_point_of_the_check_list_stops_a_confirmation_from_any_client() {
		var number = filed.submitted(SCHOOL);
		var open = Map.of("marks", List.of(Map.of("item", "复印件与原件一致", "checked", false)), "remarks", List.of());
		assertThat(put(SCHOOL, "/api/review/records/" + number + "/notes", open).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		var answer = complete(SCHOOL, number, Map.of("decision", "confirm"));
		assertThat(answer.getBody().get("message").asText()).contains("核对清单中还有未勾选的项目");
		assertUndecided(number);
	}

	@Test
	void notes_after_the_decision_are_answered_with_who_decided() {
		var number = filed.submitted(SCHOOL);
		assertThat(complete(SCHOOL, number, Map.of("decision", "confirm")).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		var answer = put(SCHOOL, "/api/review/records/" + number + "/notes", notes("name"));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
		assertThat(answer.getBody().get("message").asText()).isEqualTo("甘州区示范小学（gz-school）已作出“审查确认”的决定，不能重复办理");
	}

	@Test
	void a_remark_on_a_field_that_does_not_exist_is_refused() {
		var number = filed.submitted(SCHOOL);
		assertThat(put(SCHOOL, "/api/review/records/" + number + "/notes", notes("salary")).getStatusCode())
				.isEqualTo(HttpStatus.BAD_REQUEST);
	}

	@Test
	void every_masked_field_names_its_look_and_each_look_is_recorded() {
		var number = filed.submitted(SCHOOL);
		var address = "/api/review/records/" + number;
		assertThat(get(SCHOOL, address).getBody().findValuesAsText("look"))
				.containsExactly("DOCUMENT_NUMBER", "SOCIAL_SECURITY_NUMBER", "MOBILE", "EMAIL");
		assertThat(get(SCHOOL, address).getBody().toString()).doesNotContain("62070219800101001X", "13893612345");

		var answer = post(SCHOOL, address + "/looks", Map.of("field", "DOCUMENT_NUMBER"));

		assertThat(answer.getBody().get("value").asText()).isEqualTo("62070219800101001X");
		assertThat(answer.getHeaders().getCacheControl()).contains("no-store");
		assertThat(looks.of(number)).extracting(PersonalDataLook::userId, PersonalDataLook::field)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(SCHOOL, PersonalDataField.DOCUMENT_NUMBER));
	}

	@Test
	void a_file_replaced_in_an_amendment_can_be_compared_with_the_new_one() throws Exception {
		var number = filed.submitted(SCHOOL);
		complete(SCHOOL, number, Map.of("decision", "return", "reason", "证书不清晰"));
		var person = filed.personId(TestRecords.FIRST_PERSON);
		try (var content = new java.io.ByteArrayInputStream(SamplePdfs.certificate("演示某"))) {
			filing.attach(person, number, (Received) evidence.receive(EvidenceKind.CERTIFICATE, content));
		}
		filed.amendAndResubmit(number);

		var dossier = get(SCHOOL, "/api/review/records/" + number).getBody();
		var change = dossier.get("changes").findParents("formerFiles").stream()
				.filter(row -> row.get("field").asText().equals("evidence.CERTIFICATE")).findFirst().orElseThrow();

		var former = change.get("formerFiles").get(0).get("id").asText();
		var current = dossier.get("evidence").get(1).get("id").asText();
		assertThat(former).isNotEqualTo(current);
		assertThat(dossier.get("evidence").get(1).get("changed").asBoolean()).isTrue();
		assertThat(page(number, former)).isNotEqualTo(page(number, current)).isNotEmpty();
	}

	private byte[] page(String number, String file) {
		return as(SCHOOL).getForObject("/api/review/records/" + number + "/evidence/" + file + "/pages/1", byte[].class);
	}

	private void assertUndecided(String number) {
		var record = records.findByNumber(number).orElseThrow();
		assertThat(record.state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(record.organisation()).isEqualTo(SCHOOL);
		assertThat(journal.of(record.id())).extracting(RecordJournal.Entry::event).containsExactly("CREATED", "SUBMITTED");
	}

	private static Map<String, Object> notes(String field) {
		return Map.of("marks", List.of(), "remarks", List.of(Map.of("field", field, "text", "请核对")), "reason", "");
	}

	private String taskOf(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
	}

	private ResponseEntity<JsonNode> complete(String account, String number, Map<String, String> variables) {
		var typed = new java.util.HashMap<String, Object>();
		variables.forEach((name, value) -> typed.put(name, Map.of("value", value, "type", "String")));
		return post(account, "/engine-rest/task/" + taskOf(number) + "/complete", Map.of("variables", typed));
	}

	private ResponseEntity<JsonNode> get(String account, String address) {
		return as(account).getForEntity(address, JsonNode.class);
	}

	private ResponseEntity<JsonNode> post(String account, String address, Object body) {
		return as(account).postForEntity(address, body, JsonNode.class);
	}

	private ResponseEntity<JsonNode> put(String account, String address, Object body) {
		return as(account).exchange(address, HttpMethod.PUT, new HttpEntity<>(body), JsonNode.class);
	}

	private TestRestTemplate as(String account) {
		return http.withBasicAuth(account, "Zhicheng-2021");
	}
}
