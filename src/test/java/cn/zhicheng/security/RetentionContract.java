package cn.zhicheng.security;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.TitleRecords;

import static org.assertj.core.api.Assertions.assertThat;

/** What is erased when, and what stays. The last date of the campaign of 2021 is 20 June. */
@ApplicationTest
abstract class RetentionContract {

	@Autowired
	Retention retention;
	@Autowired
	PersonalDataLooks looks;
	@Autowired
	AuditTrail audit;
	@Autowired
	AuditLinker linker;
	@Autowired
	AuditVerification verification;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	TitleRecords records;
	@Autowired
	EvidenceArchive evidence;
	@Autowired
	TaskService tasks;
	@Autowired
	IdentityService identities;
	@Autowired
	HistoryService history;
	@Autowired
	ManagementService management;
	@Autowired
	PersonalDataHash numbers;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;

	@AfterEach
	void theClockGoesBack() {
		identities.clearAuthentication();
		clock.set(ApplicationTest.START);
	}

	private boolean exists(String number) {
		return records.findByNumber(number).isPresent();
	}

	private int count(String sql, Object... arguments) {
		return jdbc.queryForObject(sql, Integer.class, arguments);
	}

	private void decide(String number, String organisation, Map<String, Object> decision) {
		identities.setAuthentication(organisation, List.of(organisation));
		tasks.complete(tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId(), decision);
		identities.clearAuthentication();
	}

	@Test
	void a_draft_never_submitted_is_erased_90_days_after_its_campaign_and_one_begun_later_is_not() {
		var draft = filed.completeDraft(filed.newPerson(), "gz-school");
		clock.set("2021-06-21T00:00");
		var later = filing.begin(filed.personId(filed.newPerson())).orElseThrow();

		clock.set("2021-09-17T23:59:59");
		retention.erase();
		assertThat(exists(draft.number())).isTrue();
		clock.set("2021-09-19T00:00:01");
		retention.erase();
		assertThat(exists(draft.number())).isFalse();
		assertThat(evidence.history(draft.id())).isEmpty();
		assertThat(count("select count(*) from history_entry where record_id = ?", draft.id())).isZero();
		assertThat(exists(later.number())).isTrue();
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'ERASED' and subject = ?", String.class, draft.number()))
				.containsExactly("{\"why\":\"draft never submitted\"}");
	}

	@Test
	void a_record_taken_back_is_erased_after_two_years_and_one_in_review_or_published_never() {
		Claim person = filed.newPerson();
		var takenBack = filed.submit(filed.completeDraft(person, "gz-school"));
		filing.withdraw(filed.personId(person), takenBack);
		var inReview = filed.submit(filed.completeDraft(filed.newPerson(), "gz-school"));
		var published = filed.submit(filed.completeDraft(filed.newPerson(), "gs-hospital"));
		for (var organisation : List.of("gs-hospital", "gs-health", "gs-reform")) {
			decide(published, organisation, Map.of("decision", "confirm"));
		}

		clock.advance(Duration.ofDays(729));
		retention.erase();
		assertThat(exists(takenBack)).isTrue();
		clock.advance(Duration.ofDays(2));
		retention.erase();
		assertThat(exists(takenBack)).isFalse();
		clock.advance(Duration.ofDays(5000));
		retention.erase();
		assertThat(exists(inReview)).isTrue();
		assertThat(exists(published)).isTrue();
		assertThat(count("select count(*) from register_entry e join title_record r on r.id = e.record_id where r.number = ?", published)).isEqualTo(1);
	}

	@Test
	void the_engine_forgets_a_finished_process_after_two_years_and_the_record_stays() {
		var published = filed.submit(filed.completeDraft(filed.newPerson(), "gs-hospital"));
		for (var organisation : List.of("gs-hospital", "gs-health", "gs-reform")) {
			decide(published, organisation, Map.of("decision", "confirm"));
		}
		clock.advance(Duration.ofDays(729));
		assertThat(finishedAfterCleanup(published)).isEqualTo(1);
		clock.advance(Duration.ofDays(2));
		assertThat(finishedAfterCleanup(published)).isZero();
		assertThat(exists(published)).isTrue();
	}

	private long finishedAfterCleanup(String number) {
		history.cleanUpHistoryAsync(true);
		history.findHistoryCleanupJobs().forEach(job -> management.executeJob(job.getId()));
		return history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number).count();
	}

	@Test
	void an_account_without_any_record_is_erased_after_a_year() {
		long without = filed.personId(filed.newPerson());
		var with = filed.newPerson();
		filed.submit(filed.completeDraft(with, "gz-school"));
		clock.advance(Duration.ofDays(364));
		retention.erase();
		assertThat(count("select count(*) from applicant where id = ?", without)).isEqualTo(1);
		clock.advance(Duration.ofDays(2));
		retention.erase();
		assertThat(count("select count(*) from applicant where id = ?", without)).isZero();
		assertThat(count("select count(*) from applicant where id = ?", filed.personId(with))).isEqualTo(1);
	}

	@Test
	void with_an_account_its_history_and_its_places_on_rosters_are_erased() {
		var person = filed.newPerson();
		filed.personId(person);
		var hash = hashOf(person);
		clock.advance(Duration.ofDays(364));
		retention.erase();
		assertThat(count("select count(*) from account_event where document_number_hash = ?", hash)).isPositive();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hash)).isEqualTo(1);
		clock.advance(Duration.ofDays(2));
		retention.erase();
		assertThat(count("select count(*) from account_event where document_number_hash = ?", hash)).isZero();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hash)).isZero();
		assertThat(count("select count(*) from audit_entry where kind = 'ERASED' and subject = 'rosters'")).isPositive();
	}

	@Test
	void who_has_no_account_is_taken_off_the_roster_a_year_after_the_last_code_and_who_has_records_never() {
		var clerk = new RosterClerk("gz-school", "gz-school", "198.51.100.7");
		var withRecord = filed.newPerson();
		filed.submit(filed.completeDraft(withRecord, "gz-school"));
		var idle = filed.newPerson();
		filed.handOut(clerk, idle);
		var reminded = filed.newPerson();
		filed.handOut(clerk, reminded);
		clock.advance(Duration.ofDays(100));
		filed.handOut(clerk, reminded);

		clock.advance(Duration.ofDays(264));
		retention.erase();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hashOf(idle))).isEqualTo(1);
		clock.advance(Duration.ofDays(2));
		retention.erase();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hashOf(idle))).isZero();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hashOf(reminded))).isEqualTo(1);
		clock.advance(Duration.ofDays(100));
		retention.erase();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hashOf(reminded))).isZero();
		assertThat(count("select count(*) from roster_entry where document_number_hash = ?", hashOf(withRecord))).isEqualTo(1);
	}

	@Test
	void what_happened_to_an_account_is_erased_after_three_years() {
		var person = filed.newPerson();
		filed.submit(filed.completeDraft(person, "gz-school"));
		clock.advance(Duration.ofDays(1094));
		filed.personId(person);
		retention.erase();
		assertThat(count("select count(*) from account_event where document_number_hash = ? and kind = 'OPENED'", hashOf(person))).isEqualTo(1);
		clock.advance(Duration.ofDays(2));
		retention.erase();
		assertThat(jdbc.queryForList("select kind from account_event where document_number_hash = ?", String.class, hashOf(person)))
				.containsExactly("SIGNED_IN");
		assertThat(count("select count(*) from audit_entry where kind = 'ERASED' and subject = 'account history'")).isPositive();
	}

	private String hashOf(Claim person) {
		return ApplicantAccounts.hashOf(numbers, person.documentNumber());
	}

	@Test
	void looks_are_erased_after_three_years_and_the_audit_trail_after_five_and_can_still_be_checked() {
		looks.record("gz-school", "gz-school", "ZC2021-99999999", PersonalDataField.MOBILE, "198.51.100.7");
		audit.record(AuditKind.SIGNED_IN, "gz-school", null, null, Map.of());
		linker.link();
		Instant then = clock.instant();

		clock.advance(Duration.ofDays(1094));
		looks.record("gz-school", "gz-school", "ZC2021-99999999", PersonalDataField.EMAIL, "198.51.100.7");
		retention.erase();
		assertThat(looks.of("ZC2021-99999999")).hasSize(2);
		clock.advance(Duration.ofDays(2));
		retention.erase();
		assertThat(looks.latest(List.of("ZC2021-99999999"), null, 10)).singleElement()
				.satisfies(look -> assertThat(look.field()).isEqualTo(PersonalDataField.EMAIL));
		assertThat(looks.latest(List.of("ZC2021-99999999"), looks.of("ZC2021-99999999").get(0).id(), 10)).isEmpty();

		linker.link();
		long all = verification.verify(place -> {
		}).last();
		clock.set(then.plus(Duration.ofDays(1827)));
		retention.erase();
		linker.link();
		var report = verification.verify(place -> {
		});
		assertThat(report.findings()).isEmpty();
		assertThat(report.first()).isGreaterThan(1);
		assertThat(report.last()).isGreaterThan(all);
		assertThat(count("select count(*) from audit_entry where kind = 'ERASED' and subject = 'audit'")).isPositive();
	}
}
