package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.ApplicantAccounts.Move;
import cn.zhicheng.filing.Rosters.Candidate;
import cn.zhicheng.organisation.OrganisationMerged;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.PersonalDataHash;

/**
 * Whose code opens which account: rosters, codes, resets, and the history of an account.
 */
@ApplicationTest
@RecordApplicationEvents
abstract class ActivationContract {

	private static final RosterClerk SCHOOL = new RosterClerk("gz-school", "gz-school", "10.2.0.1");
	private static final RosterClerk COMPANY = new RosterClerk("lz-company", "lz-company", "10.2.0.2");
	private static final RosterClerk TOP = new RosterClerk("gs-reform", "gs-reform", "10.2.0.3");
	private static final String HOME = "10.2.0.9";
	private static final String PASSWORD = "mima-2021";
	private static final String NEW_PASSWORD = "mima-2022";

	@Autowired
	Rosters rosters;
	@Autowired
	ApplicantAccounts accounts;
	@Autowired
	AccountClaims claims;
	@Autowired
	AccountHistory history;
	@Autowired
	TestRecords filed;
	@Autowired
	RostersOfMergedUnits merged;
	@Autowired
	TransactionTemplate transaction;
	@Autowired
	MutableClock clock;
	@Autowired
	PasswordEncoder encoder;
	@Autowired
	JdbcTemplate database;
	@Autowired
	PersonalDataHash numbers;
	@Autowired
	ApplicationEvents events;

	@AfterEach
	void theClockGoesBack() {
		clock.set(ApplicationTest.START);
	}

	@Test
	void a_code_opens_the_account_once_and_for_the_person_it_was_handed_to() {
		var person = filed.newPerson();
		var other = filed.newPerson();
		var code = filed.handOut(SCHOOL, person);
		filed.handOut(SCHOOL, other);

		refused(accounts.open(other, code, PASSWORD, HOME));
		refused(accounts.open(renamed(person), code, PASSWORD, HOME));
		refused(accounts.open(person, "", PASSWORD, HOME));
		refused(accounts.signIn(person, PASSWORD, HOME));
		assertThat(admitted(accounts.open(person, code.toLowerCase().replace("-", " "), PASSWORD, HOME)).person().keeper()).contains("gz-school");

		refused(accounts.open(person, code, NEW_PASSWORD, HOME));
		refused(accounts.signIn(person, NEW_PASSWORD, HOME));
		admitted(accounts.signIn(person, PASSWORD, HOME));
	}

	@Test
	void a_code_runs_out_and_a_new_one_stops_the_one_before() {
		var person = filed.newPerson();
		var first = filed.handOut(SCHOOL, person);
		var second = filed.handOut(SCHOOL, person);
		refused(accounts.open(person, first, PASSWORD, HOME));

		clock.advance(Duration.ofDays(90));
		refused(accounts.open(person, second, PASSWORD, HOME));
		clock.advance(Duration.ofMillis(-1));
		admitted(accounts.open(person, second, PASSWORD, HOME));
	}

	@Test
	void of_two_requests_with_one_code_one_opens_the_account() throws Exception {
		var person = filed.newPerson();
		var code = filed.handOut(SCHOOL, person);
		var together = Executors.newFixedThreadPool(2);
		try {
			var attempts = together.invokeAll(List.<Callable<Boolean>>of(() -> opens(person, code), () -> opens(person, code)));
			assertThat(List.of(attempts.get(0).get(), attempts.get(1).get())).containsExactlyInAnyOrder(true, false);
		} finally {
			together.shutdown();
		}
	}

	private boolean opens(Claim person, String code) {
		try {
			return accounts.open(person, code, PASSWORD, HOME) instanceof Admission.Admitted;
		} catch (DataAccessException meanwhile) {
			return false;
		}
	}

	@Test
	void only_hashes_of_codes_and_no_numbers_are_stored() {
		var person = filed.newPerson();
		var code = filed.handOut(SCHOOL, person);
		var stored = database.queryForList("select * from roster_entry").toString() + database.queryForList("select * from account_event");
		assertThat(stored).doesNotContain(code, code.replace("-", ""), person.documentNumber());
	}

	@Test
	void another_units_code_does_not_open_an_account_but_moves_it_when_its_owner_wants() {
		var person = filed.newPerson();
		long id = admitted(accounts.open(person, filed.handOut(SCHOOL, person), PASSWORD, HOME)).person().id();
		var code = filed.handOut(COMPANY, person);

		refused(accounts.open(person, code, NEW_PASSWORD, HOME));
		assertThat(rosters.reset(COMPANY, entry(COMPANY, person).id())).isEmpty();
		assertThat(entry(COMPANY, person).state()).as("nothing of the other unit is told").isEqualTo(RosterState.PENDING);
		admitted(accounts.signIn(person, PASSWORD, HOME));

		assertThat(accounts.moveTo(id, "AAAA-BBBB", HOME)).isEqualTo(Move.WRONG_CODE);
		assertThat(accounts.moveTo(id, code, HOME)).isEqualTo(Move.DONE);
		assertThat(accounts.get(id).keeper()).contains("lz-company");
		assertThat(entry(SCHOOL, person).state()).isEqualTo(RosterState.MOVED);
		assertThat(rosters.reset(SCHOOL, entry(SCHOOL, person).id())).isEmpty();
		assertThat(rosters.reset(COMPANY, entry(COMPANY, person).id())).isPresent();
	}

	@Test
	void the_superior_of_both_gives_the_unit_that_claims_it_an_account_that_another_one_keeps() {
		// What another test has asked for later by the clock counts as today's.
		database.update("delete from account_claim");
		var person = filed.newPerson();
		var session = admitted(accounts.open(person, filed.handOut(COMPANY, person), PASSWORD, HOME)).principal();
		var code = filed.handOut(SCHOOL, person);
		long entry = entry(SCHOOL, person).id();
		assertThat(entry(SCHOOL, person).isKeptElsewhere()).as("nothing is told of a number that is merely on the roster").isFalse();
		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.NOT_REFUSED);
		refused(accounts.open(person, code, NEW_PASSWORD, HOME));
		assertThat(entry(SCHOOL, person).isKeptElsewhere()).isTrue();
		assertThat(claims.ask(COMPANY, entry, "在编教师")).as("not on this roster").isEqualTo(AccountClaims.Result.NOT_REFUSED);
		assertThat(claims.ask(SCHOOL, entry, " ")).isEqualTo(AccountClaims.Result.REASON);

		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.ASKED);
		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.WAITS);
		assertThat(claims.openAt("gz-education")).as("not above the other unit").isEmpty();
		var open = claims.openAt("gs-reform").stream().filter(one -> one.name().equals(person.name())).reduce((one, last) -> last).orElseThrow();
		assertThat(open.unit()).isEqualTo("甘州区示范小学");
		assertThat(open.other()).isEqualTo("兰州示范企业");
		assertThat(open.maskedNumber()).contains("*");
		assertThat(claims.decide(new RosterClerk("gz-education", "gz-education", HOME), open.id(), true, "核实")).isEqualTo(AccountClaims.Result.GONE);
		assertThat(claims.decide(new RosterClerk("gs-reform", "gz-school", HOME), open.id(), true, "核实")).isEqualTo(AccountClaims.Result.SAME_PERSON);
		assertThat(claims.decide(TOP, open.id(), true, "")).isEqualTo(AccountClaims.Result.REASON);

		assertThat(claims.decide(TOP, open.id(), true, "已向本人核实")).isEqualTo(AccountClaims.Result.APPROVED);

		assertThat(accounts.holds(session)).as("somebody else may have set the password").isFalse();
		refused(accounts.signIn(person, PASSWORD, HOME));
		refused(accounts.open(person, code, NEW_PASSWORD, HOME));
		assertThat(entry(COMPANY, person).state()).isEqualTo(RosterState.MOVED);
		assertThat(admitted(accounts.open(person, filed.handOut(SCHOOL, person), NEW_PASSWORD, HOME)).person().keeper()).contains("gz-school");
		assertThat(history.of(accounts.get(session.id()))).extracting(AccountEvent::kind).contains(AccountEventKind.CLAIMED, AccountEventKind.CLAIM_APPROVED);
		assertThat(claims.decide(TOP, open.id(), false, "晚了")).isEqualTo(AccountClaims.Result.GONE);
		assertThat(database.queryForList("select reason from account_claim where state <> 'WAITING' and reason is not null")).isEmpty();
	}

	@Test
	void a_claim_that_is_refused_or_is_over_changes_nothing_and_a_unit_has_only_some_a_day() {
		// What another test has asked for later by the clock counts as today's.
		database.update("delete from account_claim");
		var person = filed.newPerson();
		admitted(accounts.open(person, filed.handOut(COMPANY, person), PASSWORD, HOME));
		refused(accounts.open(person, filed.handOut(SCHOOL, person), NEW_PASSWORD, HOME));
		long entry = entry(SCHOOL, person).id();
		clock.advance(Duration.ofDays(2));
		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.ASKED);
		assertThat(claims.decide(TOP, claims.openAt("gs-reform").get(0).id(), false, "不在该校")).isEqualTo(AccountClaims.Result.REFUSED);
		admitted(accounts.signIn(person, PASSWORD, HOME));
		for (int again = 1; again < 10; again++) {
			assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.ASKED);
			claims.decide(TOP, claims.openAt("gs-reform").get(0).id(), false, "不在该校");
		}
		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.TOO_OFTEN);
		clock.advance(Duration.ofDays(1));
		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.ASKED);
		clock.advance(Duration.ofDays(30));
		assertThat(claims.openAt("gs-reform")).isEmpty();
		assertThat(claims.ask(SCHOOL, entry, "在编教师")).isEqualTo(AccountClaims.Result.ASKED);
		claims.decide(TOP, claims.openAt("gs-reform").get(0).id(), false, "不在该校");
	}

	@Test
	void of_two_units_codes_the_first_used_decides() {
		var person = filed.newPerson();
		var school = filed.handOut(SCHOOL, person);
		var company = filed.handOut(COMPANY, person);
		admitted(accounts.open(person, company, PASSWORD, HOME));
		refused(accounts.open(person, school, NEW_PASSWORD, HOME));
	}

	@Test
	void after_a_reset_only_the_new_code_opens_the_account_and_its_sessions_end() {
		var person = filed.newPerson();
		var session = admitted(accounts.open(person, filed.handOut(SCHOOL, person), PASSWORD, HOME)).principal();
		assertThat(accounts.holds(session)).isTrue();
		var elsewhere = filed.handOut(COMPANY, person);

		var slip = rosters.reset(SCHOOL, entry(SCHOOL, person).id()).orElseThrow();
		assertThat(accounts.holds(session)).isFalse();
		refused(accounts.signIn(person, PASSWORD, HOME));
		refused(accounts.open(person, elsewhere, NEW_PASSWORD, HOME));
		var again = admitted(accounts.open(person, slip.code(), NEW_PASSWORD, HOME));
		assertThat(again.person().id()).isEqualTo(session.id());
		assertThat(accounts.holds(again.principal())).isTrue();
		assertThat(accounts.holds(session)).isFalse();
		admitted(accounts.signIn(person, NEW_PASSWORD, HOME));
	}

	@Test
	void an_account_nobody_answers_for_is_opened_by_the_unit_that_has_its_records_only() {
		var draft = filed.completeDraft(filed.newPerson(), "gz-school");
		filed.submit(draft);
		var person = new Claim(draft.applicant().documentType(), draft.applicant().documentNumber(), draft.applicant().name());
		rosters.remove(SCHOOL, entry(SCHOOL, person).id());
		assertThat(accounts.get(draft.applicant().id()).keeper()).isEmpty();

		refused(accounts.open(person, filed.handOut(COMPANY, person), NEW_PASSWORD, HOME));
		admitted(accounts.signIn(person, TestRecords.PASSWORD, HOME));
		admitted(accounts.open(person, filed.handOut(SCHOOL, person), NEW_PASSWORD, HOME));
	}

	@Test
	void an_account_with_a_password_and_nothing_submitted_is_opened_by_no_unit_that_answers_for_it_no_longer() {
		var draft = filed.completeDraft(filed.newPerson(), "gz-school");
		var person = new Claim(draft.applicant().documentType(), draft.applicant().documentNumber(), draft.applicant().name());
		rosters.remove(SCHOOL, entry(SCHOOL, person).id());
		assertThat(accounts.get(draft.applicant().id()).keeper()).isEmpty();

		refused(accounts.open(person, filed.handOut(COMPANY, person), NEW_PASSWORD, HOME));
		refused(accounts.open(person, filed.handOut(SCHOOL, person), NEW_PASSWORD, HOME));
		admitted(accounts.signIn(person, TestRecords.PASSWORD, HOME));
	}

	@Test
	void an_account_whose_password_was_forgotten_before_its_unit_let_go_of_it_is_opened_by_the_next() {
		var person = filed.newPerson();
		long id = admitted(accounts.open(person, filed.handOut(SCHOOL, person), PASSWORD, HOME)).person().id();
		rosters.reset(SCHOOL, entry(SCHOOL, person).id()).orElseThrow();
		rosters.remove(SCHOOL, entry(SCHOOL, person).id());

		assertThat(admitted(accounts.open(person, filed.handOut(COMPANY, person), NEW_PASSWORD, HOME)).person().id()).isEqualTo(id);
	}

	@Test
	void whoever_is_taken_off_the_roster_keeps_the_account_but_an_unused_code_stops() {
		var person = filed.newPerson();
		admitted(accounts.open(person, filed.handOut(SCHOOL, person), PASSWORD, HOME));
		assertThat(rosters.remove(SCHOOL, entry(SCHOOL, person).id())).isTrue();
		admitted(accounts.signIn(person, PASSWORD, HOME));

		var newcomer = filed.newPerson();
		var code = filed.handOut(SCHOOL, newcomer);
		rosters.remove(SCHOOL, entry(SCHOOL, newcomer).id());
		refused(accounts.open(newcomer, code, PASSWORD, HOME));
	}

	@Test
	void when_units_merge_rosters_codes_and_accounts_go_to_the_heir() {
		var archive = new RosterClerk("gz-archive", "gz-archive", "10.2.0.4");
		var heir = new RosterClerk("zy-school", "zy-school", "10.2.0.5");
		var waiting = filed.newPerson();
		var code = filed.handOut(archive, waiting);
		var active = filed.newPerson();
		admitted(accounts.open(active, filed.handOut(archive, active), PASSWORD, HOME));
		var onBoth = filed.newPerson();
		filed.handOut(heir, onBoth);
		admitted(accounts.open(onBoth, filed.handOut(archive, onBoth), PASSWORD, HOME));

		transaction.executeWithoutResult(status -> merged.follow(new OrganisationMerged("gz-archive", "zy-school")));

		assertThat(rosters.page("gz-archive", 0, "", null).people()).isEmpty();
		assertThat(admitted(accounts.open(waiting, code, PASSWORD, HOME)).person().keeper()).contains("zy-school");
		for (var person : List.of(active, onBoth)) {
			assertThat(entry(heir, person).state()).isEqualTo(RosterState.ACTIVE);
			admitted(accounts.signIn(person, PASSWORD, HOME));
			var slip = rosters.reset(heir, entry(heir, person).id()).orElseThrow();
			admitted(accounts.open(person, slip.code(), NEW_PASSWORD, HOME));
		}
	}

	@Test
	void whose_account_was_erased_gets_a_code_for_a_new_one() {
		var person = filed.newPerson();
		long first = admitted(accounts.open(person, filed.handOut(SCHOOL, person), PASSWORD, HOME)).person().id();
		database.update("delete from applicant where id = ?", first);
		var slip = rosters.reset(SCHOOL, entry(SCHOOL, person).id()).orElseThrow();
		assertThat(admitted(accounts.open(person, slip.code(), PASSWORD, HOME)).person().id()).isNotEqualTo(first);
	}

	@Test
	void a_unit_reaches_only_its_own_roster() {
		var person = filed.newPerson();
		var code = filed.handOut(SCHOOL, person);
		long id = entry(SCHOOL, person).id();
		assertThat(rosters.find("lz-company", id)).isEmpty();
		assertThat(rosters.handOut(COMPANY, List.of(id))).isEmpty();
		assertThat(rosters.reset(COMPANY, id)).isEmpty();
		assertThat(rosters.remove(COMPANY, id)).isFalse();
		admitted(accounts.open(person, code, PASSWORD, HOME));
	}

	@Test
	void everything_is_in_the_history_and_told_to_whoever_keeps_account() {
		var person = filed.newPerson();
		var opened = admitted(accounts.open(person, filed.handOut(SCHOOL, person), PASSWORD, HOME));
		clock.advance(Duration.ofHours(1));
		var again = admitted(accounts.signIn(person, PASSWORD, "10.2.0.10"));
		rosters.reset(SCHOOL, entry(SCHOOL, person).id()).orElseThrow();
		rosters.remove(SCHOOL, entry(SCHOOL, person).id());

		assertThat(opened.principal().lastSignIn()).isNull();
		assertThat(again.principal().lastSignIn().remoteAddress()).isEqualTo(HOME);
		assertThat(again.principal().lastSignIn().at()).isEqualTo(Instant.parse("2021-04-01T01:00:00Z"));
		assertThat(history.of(accounts.get(opened.person().id())))
				.extracting(AccountEvent::kind, event -> event.organisation().orElse(null), event -> event.userId().orElse(null),
						AccountEvent::remoteAddress)
				.containsExactly(tuple(AccountEventKind.UNLISTED, "gz-school", "gz-school", "10.2.0.1"),
						tuple(AccountEventKind.RESET, "gz-school", "gz-school", "10.2.0.1"),
						tuple(AccountEventKind.SIGNED_IN, null, null, "10.2.0.10"),
						tuple(AccountEventKind.OPENED, "gz-school", null, HOME),
						tuple(AccountEventKind.CODE_HANDED_OUT, "gz-school", "gz-school", "10.2.0.1"),
						tuple(AccountEventKind.LISTED, "gz-school", "gz-school", "10.2.0.1"));
		assertThat(events.stream(AccountChanged.class).filter(event -> event.subject().equals(opened.person().documentNumberHash())))
				.extracting(AccountChanged::kind).containsExactly(AccountEventKind.LISTED, AccountEventKind.CODE_HANDED_OUT,
						AccountEventKind.OPENED, AccountEventKind.SIGNED_IN, AccountEventKind.RESET, AccountEventKind.UNLISTED);
		assertThat(database.queryForList("select kind from audit_entry where subject = ? order by id", String.class,
				AuditTrail.applicant(opened.person().id()))).containsExactly("CREDENTIALS_CHANGED", "SIGNED_IN", "CREDENTIALS_CHANGED", "ACCOUNT_CHANGED");
	}

	@Test
	void a_list_with_errors_adds_nobody_and_names_every_row() {
		var good = filed.newPerson();
		var known = filed.newPerson();
		filed.handOut(SCHOOL, known);
		var listing = rosters.add(SCHOOL, List.of(candidate(1, good), new Candidate(2, DocumentType.RESIDENT_ID_CARD, "620702198001010011", "张三"),
				candidate(3, good), new Candidate(4, null, good.documentNumber(), "李四"),
				new Candidate(5, DocumentType.RESIDENT_ID_CARD, "6.20702E+17", "王五"), new Candidate(6, DocumentType.PASSPORT, "E12345678", "赵"),
				candidate(7, renamed(known))));
		assertThat(listing.added()).isZero();
		assertThat(listing.problems()).extracting(Rosters.RowProblem::row, Rosters.RowProblem::messageKey).containsExactly(
				tuple(2, "identityNumber.CHECK_CHARACTER"), tuple(3, "roster.problem.twice"), tuple(4, "roster.problem.type"),
				tuple(5, "roster.problem.amount"), tuple(6, "personName.TOO_SHORT"), tuple(7, "roster.problem.otherName"));
		assertThat(listing.problems().toString()).doesNotContain("620702198001010011", good.documentNumber());
		assertThat(rosters.page("gz-school", 0, good.name(), null).people()).extracting(RosterEntry::documentNumberHash)
				.doesNotContain(hashOf(good));

		var again = rosters.add(SCHOOL, List.of(candidate(1, good), candidate(2, known)));
		assertThat(again.problems()).isEmpty();
		assertThat(again).extracting(Rosters.Listing::added, Rosters.Listing::known).containsExactly(1, 1);
	}

	@Test
	void five_thousand_people_are_added_and_get_their_codes_in_one_go() {
		var clerk = new RosterClerk("gs-hospital", "gs-hospital", "10.2.0.3");
		var people = IntStream.rangeClosed(1, Rosters.MAX_AT_ONCE)
				.mapToObj(row -> new Candidate(row, DocumentType.PASSPORT, "P%07d".formatted(row), row % 100 == 0 ? "欧阳娜" : "张三")).toList();
		assertThat(rosters.add(clerk, people).added()).isEqualTo(5_000);
		assertThat(rosters.handOutToAll(clerk)).hasSize(5_000).extracting(Rosters.Slip::code).doesNotHaveDuplicates();
		assertThat(rosters.handOutToAll(clerk)).as("all have one").isEmpty();
		assertThat(rosters.countByState("gs-hospital")).containsEntry(RosterState.PENDING, 5_000L).containsEntry(RosterState.ACTIVE, 0L);

		var found = new ArrayList<RosterEntry>();
		int pages = 0;
		for (var next = Optional.of(0L); next.isPresent(); pages++) {
			var page = rosters.page("gs-hospital", next.get(), "", RosterState.PENDING);
			found.addAll(page.people());
			next = page.next();
		}
		assertThat(pages).isEqualTo(100);
		assertThat(found).extracting(RosterEntry::id).hasSize(5_000).doesNotHaveDuplicates().isSorted();
		assertThat(rosters.page("gs-hospital", 0, "阳", null).people()).hasSize(50).allMatch(person -> person.name().equals("欧阳娜"));
		assertThat(rosters.page("gs-hospital", 0, "%", null).people()).isEmpty();
		assertThat(rosters.page("gs-hospital", 0, "", RosterState.ACTIVE).people()).isEmpty();
	}

	@Test
	void a_password_is_compared_at_the_same_cost_where_there_is_none() {
		assertThat(accounts.nobodysPassword().substring(0, 7)).isEqualTo(encoder.encode(PASSWORD).substring(0, 7));
		assertThat(encoder.matches(PASSWORD, accounts.nobodysPassword())).isFalse();
	}

	private static Candidate candidate(int row, Claim claim) {
		return new Candidate(row, claim.documentType(), claim.documentNumber(), claim.name());
	}

	private static Claim renamed(Claim claim) {
		return new Claim(claim.documentType(), claim.documentNumber(), "另一人");
	}

	private RosterEntry entry(RosterClerk clerk, Claim claim) {
		long id = database.queryForObject("select id from roster_entry where organisation = ? and document_number_hash = ?", Long.class,
				clerk.organisation(), hashOf(claim));
		return rosters.find(clerk.organisation(), id).orElseThrow();
	}

	private String hashOf(Claim claim) {
		return ApplicantAccounts.hashOf(numbers, claim.documentNumber());
	}

	private static Admission.Admitted admitted(Admission admission) {
		assertThat(admission).isInstanceOf(Admission.Admitted.class);
		return (Admission.Admitted) admission;
	}

	private static void refused(Admission admission) {
		assertThat(admission).isInstanceOf(Admission.Refused.class);
	}
}
