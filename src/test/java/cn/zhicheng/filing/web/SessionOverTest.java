package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.TitleRecord;

/**
 * What a person had typed when the session was over comes back after the sign-in, and the server keeps nothing of it meanwhile:
 * neither of a person nor of a stranger.
 */
@ApplicationTest
class SessionOverTest {

	@LocalServerPort
	int port;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	JdbcClient database;

	Claim claim;
	long person;
	TitleRecord draft;
	StaffBrowser browser;
	String edit;

	@BeforeEach
	void somebodyHasADraftOpen() {
		claim = filed.newPerson();
		person = filed.personId(claim);
		draft = filing.begin(person).orElseThrow();
		edit = "/portal/records/" + draft.number() + "/edit";
		browser = new StaffBrowser(port);
		signIn(browser.get("/portal/sign-in"), claim);
	}

	@Test
	void a_form_sent_in_a_session_that_is_over_is_saved_after_the_sign_in() {
		var form = browser.get(edit);
		sessionIsOver();

		var signIn = browser.submit(form, edit, typed("过夜的评委会"));
		assertThat(signIn.statusCode()).isEqualTo(401);
		assertThat(signIn.body()).contains("登录已过期，您刚才填写的内容还在", "name=\"kept\"").doesNotContain("过夜的评委会");
		assertThat(StaffBrowser.target(signIn(signIn, claim))).isEqualTo(edit);
		assertThat(browser.get(edit).body()).contains("已保存");
		assertThat(committee()).isEqualTo("过夜的评委会");
	}

	@Test
	void a_wrong_password_in_between_loses_nothing() {
		var form = browser.get(edit);
		sessionIsOver();
		var signIn = browser.submit(form, edit, typed("仍在的评委会"));
		var password = identify(signIn, claim);
		var refused = browser.submit(password, "/portal/sign-in/password", Map.of("password", "wrong-2021"));
		assertThat(refused.statusCode()).isEqualTo(422);
		assertThat(StaffBrowser.target(browser.submit(refused, "/portal/sign-in/password", Map.of("password", TestRecords.PASSWORD)))).isEqualTo(edit);
		assertThat(committee()).isEqualTo("仍在的评委会");
	}

	/** Problems are shown with the form, as if it had been sent in time. */
	@Test
	void what_is_wrong_in_the_form_is_told_after_the_sign_in() {
		var form = browser.get(edit);
		sessionIsOver();
		var answer = signIn(browser.submit(form, edit, Map.of("reviewYear", "二零", "committee", "某评委会")), claim);
		assertThat(answer.statusCode()).isEqualTo(422);
		assertThat(answer.body()).contains("value=\"二零\"", "value=\"某评委会\"");
	}

	@Test
	void another_person_who_signs_in_then_gets_nothing_of_it() {
		var other = filed.newPerson();
		filed.personId(other);
		var form = browser.get(edit);
		sessionIsOver();
		var answer = signIn(browser.submit(form, edit, typed("别人的评委会")), other);
		assertThat(StaffBrowser.target(answer)).isEqualTo("/portal");
		assertThat(browser.get("/portal").body()).contains("刚才填写的内容属于另一位填报人，没有保存").doesNotContain("别人的评委会");
		assertThat(committee()).isNull();
	}

	@Test
	void a_page_of_a_record_is_led_back_to() {
		sessionIsOver();
		var lead = StaffBrowser.target(browser.get(edit));
		assertThat(lead).isEqualTo("/portal/sign-in?continue=" + edit.replace("/", "%2F"));
		assertThat(StaffBrowser.target(signIn(browser.get(lead), claim))).isEqualTo(edit);
		assertThat(StaffBrowser.target(signIn(new StaffBrowser(port).get("/portal/sign-in?continue=https://elsewhere.example/portal/records/x"), claim)))
				.isIn("/portal", "");
	}

	@Test
	void of_a_stranger_nothing_is_kept_however_much_is_sent() {
		var stranger = new StaffBrowser(port);
		var page = stranger.get("/portal/sign-in");
		var before = rows();
		var answer = stranger.submit(page, edit, typed("x".repeat(60_000)));
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.body()).contains("name=\"kept\"");
		assertThat(rows()).isEqualTo(before);
		assertThat(stranger.cookies().keySet()).containsExactly("PORTAL-XSRF");

		var tooMuch = stranger.submit(page, edit, typed("x".repeat(70_000)));
		assertThat(tooMuch.body()).contains("内容过长，未能保留").doesNotContain("name=\"kept\"").hasSizeLessThan(20_000);
		var noField = stranger.submit(page, edit, Map.of("another", "y".repeat(70_000), "committee", "z"));
		assertThat(noField.body()).contains("name=\"kept\"").hasSizeLessThan(20_000);
		assertThat(rows()).isEqualTo(before);
	}

	/** A form that somebody else's page sends is refused before anything of it is looked at. */
	@Test
	void a_forged_form_is_not_kept() {
		var answer = new StaffBrowser(port).submit(browser.get("/portal/sign-in"), edit, typed("伪造"));
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.body()).doesNotContain("name=\"kept\"");
	}

	@Test
	void a_password_that_was_replaced_ends_the_session() {
		database.sql("update applicant set credentials = credentials + 1 where id = ?").param(person).update();
		assertThat(StaffBrowser.target(browser.get("/portal"))).isEqualTo("/portal/sign-in");
	}

	/** As after the time of idleness; the row is still there. */
	private void sessionIsOver() {
		assertThat(database.sql("update sign_on_session set seen = dateadd('YEAR', -11, seen) where applicant_id = ?").param(person).update())
				.isEqualTo(1);
	}

	private Map<String, String> typed(String committee) {
		return new LinkedHashMap<>(Map.of("version", String.valueOf(draft.version()), "committee", committee));
	}

	private HttpResponse<String> signIn(HttpResponse<String> page, Claim who) {
		return browser.submit(identify(page, who), "/portal/sign-in/password", Map.of("password", TestRecords.PASSWORD));
	}

	private HttpResponse<String> identify(HttpResponse<String> page, Claim who) {
		return browser.submit(page, "/portal/sign-in", Map.of("documentType", "RESIDENT_ID_CARD", "documentNumber", who.documentNumber(), "name", who.name()));
	}

	private long rows() {
		return database.sql("select count(*) from sign_on_session").query(Long.class).single();
	}

	private String committee() {
		return RecordField.COMMITTEE.valueOf(filing.find(person, draft.number()).orElseThrow().details());
	}
}
