package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Our JSON in the session of Camunda's web apps, as the forms in Tasklist use it: who is signed on there needs no second
 * sign-on, and what a strange page makes the browser send changes nothing.
 */
@ApplicationTest
class StaffSessionTest {

	private static final String SCHOOL = "gz-school";
	private static final String NOTES = """
			{"marks": [], "remarks": [{"field": "certificateNumber", "text": "请核对编号"}], "reason": ""}""";
	private static final String LOOK = """
			{"field": "MOBILE"}""";

	@LocalServerPort
	int port;
	@Autowired
	TestRecords filed;
	@Autowired
	PersonalDataLooks looks;
	@Autowired
	ObjectMapper json;

	@Test
	void who_is_signed_on_in_tasklist_reads_the_record_with_that_session() {
		var address = addressOf(filed.submittedBySomebody(SCHOOL));
		var answer = signedOn(SCHOOL).get(address);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("甘教职2010第00012号");
	}

	@Test
	void notes_are_taken_with_the_sessions_token_only() {
		var address = addressOf(filed.submittedBySomebody(SCHOOL));
		var session = signedOn(SCHOOL);

		assertThat(session.send("PUT", address + "/notes", NOTES, null).statusCode()).isEqualTo(403);
		assertThat(session.send("PUT", address + "/notes", NOTES, "").statusCode()).isEqualTo(403);
		assertThat(session.send("PUT", address + "/notes", NOTES, signedOn(SCHOOL).token()).statusCode()).isEqualTo(403);
		assertThat(session.get(address).body()).doesNotContain("请核对编号");

		assertThat(session.send("PUT", address + "/notes", NOTES, session.token()).statusCode()).isEqualTo(204);
		assertThat(session.get(address).body()).contains("请核对编号");
	}

	@Test
	void a_number_is_shown_in_full_with_the_sessions_token_only_and_only_then_recorded() throws Exception {
		var number = filed.submittedBySomebody(SCHOOL);
		var session = signedOn(SCHOOL);

		var refused = session.send("POST", addressOf(number) + "/looks", LOOK, null);
		assertThat(refused.statusCode()).isEqualTo(403);
		assertThat(refused.body()).doesNotContain("13893612345");
		assertThat(looks.of(number)).isEmpty();

		var shown = session.send("POST", addressOf(number) + "/looks", LOOK, session.token());
		assertThat(shown.statusCode()).isEqualTo(200);
		assertThat(json.readTree(shown.body()).get("value").asText()).isEqualTo("13893612345");
		assertThat(looks.of(number)).extracting(PersonalDataLook::userId, PersonalDataLook::field)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(SCHOOL, PersonalDataField.MOBILE));
	}

	@Test
	void the_session_of_a_foreign_organisation_finds_nothing() {
		var number = filed.submittedBySomebody(SCHOOL);
		var stranger = signedOn("lz-company");
		assertThat(stranger.get(addressOf(number)).statusCode()).isEqualTo(404);
		assertThat(stranger.send("PUT", addressOf(number) + "/notes", NOTES, stranger.token()).statusCode()).isEqualTo(404);
		assertThat(stranger.send("POST", addressOf(number) + "/looks", LOOK, stranger.token()).statusCode()).isEqualTo(404);
		assertThat(looks.of(number)).isEmpty();
	}

	@Test
	void without_a_session_nothing_is_answered() {
		var number = filed.submittedBySomebody(SCHOOL);
		var nobody = new StaffBrowser(port);
		assertThat(nobody.get(addressOf(number)).statusCode()).isEqualTo(401);
		assertThat(nobody.send("PUT", addressOf(number) + "/notes", NOTES, null).statusCode()).isEqualTo(401);
		assertThat(nobody.send("POST", addressOf(number) + "/looks", LOOK, null).statusCode()).isEqualTo(401);
		assertThat(looks.of(number)).isEmpty();
	}

	@Test
	void a_session_in_which_nobody_signed_on_or_with_a_wrong_password_is_none() {
		var number = filed.submittedBySomebody(SCHOOL);
		var session = new StaffBrowser(port);
		session.get("/camunda/app/tasklist/default/");
		assertThat(session.get(addressOf(number)).statusCode()).isEqualTo(401);
		assertThat(session.signOn(SCHOOL, "falsch").statusCode()).isEqualTo(422);
		assertThat(session.get(addressOf(number)).statusCode()).isEqualTo(401);
	}

	@Test
	void after_signing_off_the_session_reads_nothing() {
		var number = filed.submittedBySomebody(SCHOOL);
		var session = signedOn(SCHOOL);
		assertThat(session.get(addressOf(number)).statusCode()).isEqualTo(200);
		assertThat(session.send("POST", "/camunda/api/admin/auth/user/default/logout", "", session.token()).statusCode()).isEqualTo(200);
		assertThat(session.get(addressOf(number)).statusCode()).isEqualTo(401);
	}

	@Test
	void a_wrong_password_is_not_made_good_by_a_session() {
		var session = signedOn(SCHOOL);
		var request = session.request(addressOf(filed.submittedBySomebody(SCHOOL))).header("Authorization", "Basic Z3otc2Nob29sOmZhbHNjaA==");
		assertThat(session.send(request).statusCode()).isEqualTo(401);
	}

	private static String addressOf(String number) {
		return "/api/review/records/" + number;
	}

	private StaffBrowser signedOn(String account) {
		return StaffBrowser.signedOn(port, account);
	}
}
