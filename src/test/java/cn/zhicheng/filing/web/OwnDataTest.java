package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.organisation.ApplicantNature;
import cn.zhicheng.organisation.NewApplication;
import cn.zhicheng.organisation.OrganisationApplications;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.security.PersonalDataField;
import cn.zhicheng.security.PersonalDataLooks;

/** What a person can learn of own data: who has seen them, and all of them as a file. */
@ApplicationTest
class OwnDataTest {

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	OrganisationApplications applications;
	@Autowired
	PersonalDataLooks looks;
	@Autowired
	EvidenceArchive evidence;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	ObjectMapper json;

	private Claim person;
	private CookieJar session;

	@BeforeEach
	void signedIn() throws Exception {
		clock.set(ApplicationTest.START);
		person = filed.newPerson();
		filed.personId(person);
		session = signIn(person);
	}

	private CookieJar signIn(Claim claim) throws Exception {
		var own = new CookieJar();
		web.perform(post("/portal/sign-in").with(csrf()).with(own).param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", claim.documentNumber()).param("name", claim.name()));
		web.perform(post("/portal/sign-in/password").with(csrf()).with(own).param("password", TestRecords.PASSWORD))
				.andExpect(status().is3xxRedirection());
		return own;
	}

	@Test
	void nobody_has_looked_yet() throws Exception {
		filed.completeDraft(person, "gz-school");
		web.perform(get("/portal").with(session)).andExpect(content().string(containsString("/portal/looks")))
				.andExpect(content().string(containsString("/portal/export")));
		web.perform(get("/portal/looks").with(session)).andExpect(status().isOk())
				.andExpect(content().string(containsString("还没有人查看过您的完整信息")));
	}

	@Test
	void a_reviewers_look_is_shown_to_the_person_concerned_and_to_nobody_else() throws Exception {
		var number = filed.submit(filed.completeDraft(person, "gz-school"));
		web.perform(post("/api/review/records/" + number + "/looks").with(httpBasic("gz-school", "Zhicheng-2021"))
				.contentType("application/json").content("{\"field\":\"MOBILE\"}")).andExpect(status().isOk());

		web.perform(get("/portal/looks").with(session)).andExpect(content().string(containsString("甘州区示范小学")))
				.andExpect(content().string(containsString("账号 gz-school"))).andExpect(content().string(containsString(number)))
				.andExpect(content().string(containsString("2021年4月1日 09:00"))).andExpect(content().string(not(containsString("13893612345"))));

		var other = filed.newPerson();
		filed.completeDraft(other, "gz-school");
		web.perform(get("/portal/looks").with(signIn(other))).andExpect(content().string(not(containsString(number))));
		long id = jdbc.queryForObject("select id from personal_data_look where record_number = ?", Long.class, number);
		web.perform(get("/portal/looks?before=" + id).with(signIn(other))).andExpect(content().string(not(containsString(number))));
		web.perform(get("/portal/looks")).andExpect(redirectedUrlPattern("/portal/sign-in*"));
	}

	@Test
	void leafing_through_a_file_is_one_look_a_day() throws Exception {
		var draft = filed.completeDraft(person, "gz-school");
		var number = filed.submit(draft);
		var file = evidence.current(draft.id()).stream().filter(one -> one.getKind() == EvidenceKind.REVIEW_FORM).findFirst().orElseThrow();
		var page = "/api/review/records/" + number + "/evidence/" + file.getId() + "/pages/";
		for (int i = 0; i < 3; i++) {
			web.perform(get(page + 1).with(httpBasic("gz-school", "Zhicheng-2021"))).andExpect(status().isOk());
		}
		assertThat(looks.of(number)).singleElement().satisfies(look -> {
			assertThat(look.field()).isEqualTo(PersonalDataField.EVIDENCE);
			assertThat(look.evidenceKind()).isEqualTo("REVIEW_FORM");
			assertThat(look.organisationCode()).isEqualTo("gz-school");
		});
		clock.advance(Duration.ofDays(1));
		web.perform(get(page + 1).with(httpBasic("gz-school", "Zhicheng-2021"))).andExpect(status().isOk());
		assertThat(looks.of(number)).hasSize(2);

		web.perform(get(page + 1).with(httpBasic("lz-company", "Zhicheng-2021"))).andExpect(status().isNotFound());
		assertThat(looks.of(number)).as("what was not shown was not seen").hasSize(2);
		web.perform(post("/api/review/records/" + number + "/looks").with(httpBasic("gz-school", "Zhicheng-2021"))
				.contentType("application/json").content("{\"field\":\"EVIDENCE\"}")).andExpect(status().isNotFound());
	}

	@Test
	void many_looks_are_leafed_through_and_none_is_shown_twice_or_lost() throws Exception {
		var number = filed.submit(filed.completeDraft(person, "gz-school"));
		for (int i = 0; i < 45; i++) {
			if (i % 3 == 0) {
				clock.advance(Duration.ofMinutes(1));
			}
			looks.record("account-" + i + "-", "gz-school", number, PersonalDataField.MOBILE, "198.51.100.7");
		}
		var seen = new LinkedHashMap<String, Integer>();
		var address = "/portal/looks";
		int pages = 0;
		while (address != null) {
			pages++;
			var html = web.perform(get(address).with(session)).andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
			var accounts = java.util.regex.Pattern.compile("账号 (account-\\d+-)").matcher(html);
			while (accounts.find()) {
				seen.merge(accounts.group(1), 1, Integer::sum);
			}
			var earlier = java.util.regex.Pattern.compile("/portal/looks\\?before=\\d+").matcher(html);
			address = earlier.find() ? earlier.group() : null;
		}
		assertThat(pages).isEqualTo(3);
		assertThat(seen).hasSize(45).containsValue(1).doesNotContainValue(2);
		assertThat(seen.keySet()).first().isEqualTo("account-44-");
	}

	@Test
	void a_wrong_password_exports_nothing_and_says_so() throws Exception {
		web.perform(get("/portal/export").with(session)).andExpect(status().isOk());
		web.perform(post("/portal/export").with(session).param("password", TestRecords.PASSWORD)).andExpect(status().isForbidden());
		web.perform(post("/portal/export").with(csrf()).with(session)).andExpect(status().isUnprocessableEntity());
		for (int i = 0; i < 5; i++) {
			web.perform(post("/portal/export").with(csrf()).with(session).param("password", "wrong-2021"))
					.andExpect(status().isUnprocessableEntity()).andExpect(content().string(containsString("密码不正确")));
		}
		web.perform(post("/portal/export").with(csrf()).with(session).param("password", TestRecords.PASSWORD))
				.andExpect(status().isTooManyRequests()).andExpect(content().string(containsString("请稍后再试")));
	}

	@Test
	void the_export_holds_everything_described_and_readable_and_is_audited() throws Exception {
		var draft = filed.completeDraft(person, "gz-school");
		var number = filed.submit(draft);
		looks.record("gz-school", "gz-school", number, PersonalDataField.MOBILE, "198.51.100.7");
		applications.file(new NewApplication(ApplicantNature.NON_PUBLIC, new OrganisationDetails("甘州区某诊所", OrganisationKind.UNIT, null, "620702",
				null, "李四", "0936-8212345", null), null, filed.personId(person)), "198.51.100.7");
		filed.handOut(new RosterClerk("lz-company", "lz-company", "10.2.0.7"), person);
		var answer = web.perform(post("/portal/export").with(csrf()).with(session).param("password", TestRecords.PASSWORD))
				.andExpect(status().isOk()).andExpect(header().string("Content-Type", "application/zip"))
				.andExpect(header().string("Cache-Control", containsString("no-store")))
				.andExpect(header().string("Content-Disposition", containsString("zhicheng-20210401.zip"))).andReturn().getResponse();
		var files = unzipped(answer.getContentAsByteArray());

		var data = json.readTree(files.get("data.json"));
		assertThat(data.at("/person/documentNumber").asText()).isEqualTo(person.documentNumber());
		assertThat(data.at("/records/0/number").asText()).isEqualTo(number);
		assertThat(data.at("/records/0/values").findValuesAsText("value")).contains("13893612345", "yanshi@example.com", "A12345678");
		assertThat(data.at("/looks/0/account").asText()).isEqualTo("gz-school");
		assertThat(data.at("/requests/0/contactPhone").asText()).isEqualTo("0936-8212345");
		assertThat(data.at("/person/keeper").asText()).isEqualTo("甘州区示范小学");
		assertThat(data.at("/rosters").findValuesAsText("organisation")).containsExactly("甘州区示范小学", "兰州示范企业");
		assertThat(data.at("/rosters").findValuesAsText("state")).containsExactly("已激活", "未激活");
		assertThat(data.at("/rosters/1/codeHandedOutAt").asText()).isEqualTo("2021-04-01T01:00:00Z");
		assertThat(data.at("/accountHistory").findValuesAsText("event")).startsWith("列入花名册").endsWith("列入花名册", "发放激活码，以前发放的激活码失效");
		assertThat(data.at("/accountHistory").findValuesAsText("account")).contains("gz-school", "lz-company");
		assertThat(data.at("/accountHistory").findValuesAsText("address")).contains("10.2.0.7", "127.0.0.1");
		assertThat(data.at("/exportedAt").asText()).isEqualTo("2021-04-01T01:00:00Z");
		assertDescribed(data, json.readTree(files.get("data.schema.json")), "");
		for (var file : data.at("/records/0/files")) {
			assertThat(files.get(file.get("path").asText())).as(file.toString()).hasSize(file.get("sizeBytes").asInt());
		}
		assertThat(data.at("/records/0/files")).hasSize(4);
		assertThat(new String(files.get("index.html"), StandardCharsets.UTF_8)).contains(person.documentNumber(), "13893612345", number,
				"甘州区示范小学", "甘州区某诊所", "兰州示范企业", "账户记录", "来自 10.2.0.7", "0936-8212345", "evidence/" + number + "/photo-1.jpg").doesNotContain("??");
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'EXPORTED' and actor = ?", String.class,
				"applicant:" + filed.personId(person))).singleElement().asString().contains("\"files\":\"4\"", "\"records\":\"1\"");
	}

	/** Every part of the data is named in the description, and of the kind that it says. */
	private static void assertDescribed(JsonNode value, JsonNode schema, String path) {
		var type = schema.path("type").toString();
		var actual = value.isObject() ? "object" : value.isArray() ? "array" : value.isIntegralNumber() ? "integer"
				: value.isBoolean() ? "boolean" : value.isNull() ? "null" : "string";
		assertThat(type).as(path).contains('"' + actual + '"');
		assertThat(schema.path("title").asText() + schema.path("$schema").asText()).as(path).isNotBlank();
		if (value.isObject()) {
			value.fieldNames().forEachRemaining(name -> {
				assertThat(schema.path("properties").has(name)).as(path + "/" + name).isTrue();
				assertDescribed(value.get(name), schema.at("/properties/" + name), path + "/" + name);
			});
			schema.path("required").forEach(name -> assertThat(value.has(name.asText())).as(path + "/" + name.asText()).isTrue());
		}
		value.forEach(item -> {
			if (value.isArray()) {
				assertDescribed(item, schema.path("items"), path + "[]");
			}
		});
	}

	private static Map<String, byte[]> unzipped(byte[] zip) throws Exception {
		var files = new LinkedHashMap<String, byte[]>();
		try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
			for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
				files.put(entry.getName(), in.readAllBytes());
			}
		}
		return files;
	}
}
