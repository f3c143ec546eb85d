package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.security.StaffSignOn.Answer;

/**
 * The second factor of staff, and what the audit trail learns of the sign-on.
 */
@ApplicationTest
class StaffSignOnTest {

	private static final String ACCOUNT = "school-with-phone";
	private static final Caller ADDRESS = Caller.at("192.0.2.7");

	@Autowired
	StaffSignOn signOn;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	StaffDirectory directory;
	@Autowired
	IdentityService identities;
	@Autowired
	SecondFactor codes;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcClient database;

	private String password;
	private Staff staff;
	private String secret;

	@BeforeEach
	void anAccountWithAPhone() {
		var first = accounts.create(ACCOUNT, "有手机的审核员", "gz-school");
		staff = directory.find(ACCOUNT).orElseThrow();
		password = "Eigenes-Wort-7";
		assertThat(signOn.changePassword(staff, first, password, ADDRESS)).isEmpty();
		secret = signOn.newSecondFactor();
	}

	@AfterEach
	void everythingIsAsBefore() {
		accounts.remove(ACCOUNT);
		SignInTries.forget(database);
		clock.set(ApplicationTest.START);
	}

	private void addPhone() {
		assertThat(signOn.addSecondFactor(staff, secret, codeNow())).isPresent();
		clock.advance(Duration.ofSeconds(30));
	}

	private String stamp() {
		return directory.passwordStamp(ACCOUNT).orElseThrow();
	}

	private String codeNow() {
		return codes.codeAt(secret, clock.instant());
	}

	@Test
	void codes_are_those_of_the_standard() {
		// RFC 6238, appendix B, the last six digits of SHA-1 at 59 s
		assertThat(codes.codeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", java.time.Instant.ofEpochSecond(59))).isEqualTo("287082");
	}

	@Test
	void a_wrong_code_adds_no_phone() {
		assertThat(signOn.addSecondFactor(staff, secret, "000000".equals(codeNow()) ? "000001" : "000000")).isEmpty();
		assertThat(signOn.hasSecondFactor(staff)).isFalse();
	}

	@Test
	void with_a_phone_the_password_alone_opens_nothing() {
		addPhone();
		assertThat(signOn.check(ACCOUNT, password, ADDRESS)).isInstanceOf(Answer.CodeNeeded.class);
		assertThat(signOn.checkCode(ACCOUNT, stamp(), codeNow(), ADDRESS)).isInstanceOf(Answer.Accepted.class);
	}

	@Test
	void a_code_counts_once_and_for_half_a_minute_around() {
		addPhone();
		var code = codeNow();
		assertThat(signOn.checkCode(ACCOUNT, stamp(), code, ADDRESS)).isInstanceOf(Answer.Accepted.class);
		assertThat(signOn.checkCode(ACCOUNT, stamp(), code, ADDRESS)).isInstanceOf(Answer.Wrong.class);
		clock.advance(Duration.ofMinutes(2));
		var old = codeNow();
		clock.advance(Duration.ofMinutes(2));
		assertThat(signOn.checkCode(ACCOUNT, stamp(), old, ADDRESS)).isInstanceOf(Answer.Wrong.class);
	}

	@Test
	void codes_are_not_to_be_tried_out() {
		addPhone();
		for (int i = 0; i < 5; i++) {
			assertThat(signOn.checkCode(ACCOUNT, stamp(), "no code", ADDRESS)).isInstanceOf(Answer.Wrong.class);
		}
		assertThat(signOn.checkCode(ACCOUNT, stamp(), codeNow(), ADDRESS)).isInstanceOf(Answer.Exhausted.class);
	}

	/** Strangers neither keep the owner out, wherever he is, nor learn the password. */
	@Test
	void after_a_days_many_failures_password_and_code_are_judged_together() {
		addPhone();
		for (int i = 0; i < SignInAttempts.MANY_A_DAY; i++) {
			signOn.check(ACCOUNT, "falsch-" + i, Caller.at("198.51.100." + i));
			clock.advance(Duration.ofMinutes(15));
		}
		var stranger = Caller.at("203.0.113.7");
		for (int i = 0; i < 3; i++) {
			var answer = (Answer.CodeNeeded) signOn.check(ACCOUNT, "falsch", stranger);
			assertThat(answer.stamp()).isNotEqualTo(stamp());
			assertThat(signOn.checkCode(ACCOUNT, answer.stamp(), codeNow(), stranger)).as("with a right code, too").isInstanceOf(Answer.Wrong.class);
		}
		var guess = ((Answer.CodeNeeded) signOn.check(ACCOUNT, "falsch", stranger)).stamp();
		signOn.checkCode(ACCOUNT, guess, "no code", stranger);
		signOn.checkCode(ACCOUNT, guess, "no code", stranger);
		assertThat(signOn.checkCode(ACCOUNT, guess, "no code", stranger)).as("as after a right password").isInstanceOf(Answer.Exhausted.class);

		var owner = Caller.at("192.0.2.201");
		var needed = (Answer.CodeNeeded) signOn.check(ACCOUNT, password, owner);
		assertThat(signOn.checkCode(ACCOUNT, needed.stamp(), codeNow(), owner)).isInstanceOf(Answer.Accepted.class);
	}

	@Test
	void wrong_passwords_of_many_accounts_from_one_address_are_counted_and_right_ones_are_not() {
		for (int i = 0; i < 40; i++) {
			assertThat(signOn.check(ACCOUNT, password, ADDRESS)).isInstanceOf(Answer.Accepted.class);
		}
		for (int i = 0; i < 30; i++) {
			assertThat(signOn.check("nobody-" + i, "falsch", ADDRESS)).isInstanceOf(Answer.Wrong.class);
		}
		assertThat(signOn.check(ACCOUNT, password, ADDRESS)).as("it has signed on there before").isInstanceOf(Answer.Accepted.class);
		assertThat(signOn.check("gz-school", StaffBrowser.PASSWORD, ADDRESS)).as("a newcomer there").isInstanceOf(Answer.Exhausted.class);
		assertThat(signOn.check("gz-school", StaffBrowser.PASSWORD, Caller.at("192.0.2.8"))).isInstanceOf(Answer.Accepted.class);
	}

	@Test
	void who_administers_the_account_lets_somebody_in_who_has_lost_the_phone() {
		addPhone();
		var first = accounts.resetPassword(ACCOUNT);
		assertThat(signOn.check(ACCOUNT, first, ADDRESS)).isInstanceOf(Answer.Accepted.class);
		assertThat(signOn.unfinished(staff)).contains(StaffSignOn.Unfinished.OWN_PASSWORD);
	}

	@Test
	void so_does_who_sets_a_password_in_camunda_admin_and_the_lost_phone_does_not_come_back() {
		addPhone();
		setInAdmin("Anderes-Wort-8");
		assertThat(signOn.checkCode(ACCOUNT, stamp(), codeNow(), ADDRESS)).as("between password and code").isInstanceOf(Answer.Wrong.class);
		assertThat(signOn.check(ACCOUNT, "Anderes-Wort-8", ADDRESS)).isInstanceOf(Answer.Accepted.class);
		assertThat(signOn.hasSecondFactor(staff)).isFalse();
		assertThat(signOn.unfinished(staff)).contains(StaffSignOn.Unfinished.OWN_PASSWORD);
		assertThat(signOn.changePassword(staff, "Anderes-Wort-8", "Eigenes-Wort-9", ADDRESS)).isEmpty();
		assertThat(signOn.check(ACCOUNT, "Eigenes-Wort-9", ADDRESS)).isInstanceOf(Answer.Accepted.class);
	}

	private void setInAdmin(String another) {
		var account = identities.createUserQuery().userId(ACCOUNT).singleResult();
		account.setPassword(another);
		identities.saveUser(account);
	}

	@Test
	void an_account_removed_in_camunda_admin_leaves_no_phone_to_a_later_one_of_its_name() {
		addPhone();
		identities.deleteUser(ACCOUNT);
		var first = accounts.create(ACCOUNT, "同名的后来者", "gz-school");
		assertThat(signOn.check(ACCOUNT, first, ADDRESS)).isInstanceOf(Answer.Accepted.class);
		assertThat(signOn.hasSecondFactor(staff)).isFalse();
	}

	@Test
	void the_phone_stays_when_its_owner_changes_the_password() {
		addPhone();
		assertThat(signOn.changePassword(staff, password, "Eigenes-Wort-9", ADDRESS)).isEmpty();
		assertThat(signOn.check(ACCOUNT, "Eigenes-Wort-9", ADDRESS)).isInstanceOf(Answer.CodeNeeded.class);
	}

	@Test
	void the_secret_stands_nowhere_in_clear() {
		addPhone();
		assertThat(database.sql("select second_factor_secret from staff_credentials where user_id = ?").param(ACCOUNT).query(String.class)
				.single()).isNotBlank().doesNotContain(secret);
	}

	@Test
	void the_phone_is_taken_away_with_the_password_only() {
		addPhone();
		assertThat(signOn.removeSecondFactor(staff, "falsch", ADDRESS)).isFalse();
		assertThat(signOn.hasSecondFactor(staff)).isTrue();
		assertThat(signOn.removeSecondFactor(staff, password, ADDRESS)).isTrue();
		assertThat(signOn.check(ACCOUNT, password, ADDRESS)).isInstanceOf(Answer.Accepted.class);
	}

	@Test
	void a_role_that_needs_a_phone_is_told_from_one_that_does_not() {
		var settings = new SecondFactorSettings(java.util.Set.of(SecondFactorSettings.Role.DESIGNER,
				SecondFactorSettings.Role.ORGANISATION_ADMINISTRATOR), "职称");
		assertThat(settings.isRequiredFor(staff)).isFalse();
		assertThat(settings.isRequiredFor(new Staff("x", java.util.Set.of("gz-school", "gz-school--admin")))).isTrue();
		assertThat(settings.isRequiredFor(new Staff("x", java.util.Set.of("designer")))).isTrue();
		assertThat(settings.isRequiredFor(new Staff("x", java.util.Set.of("supervisor", "gz-school--supervisor")))).isFalse();
	}

	@Test
	void a_password_typed_in_the_field_of_the_account_does_not_stand_in_the_audit_trail() {
		signOn.check(password, "falsch", Caller.at("192.0.2.99"));
		signOn.checkCode(password, "", "000000", Caller.at("192.0.2.99"));
		assertThat(database.sql("select actor from audit_entry where kind = 'SIGN_IN_REFUSED' and details like '%192.0.2.99%'")
				.query(String.class).list()).containsExactly("unknown", "unknown");
		assertThat(database.sql("select count(*) from audit_entry where actor = ? or subject = ? or details like ?")
				.params(password, password, "%" + password + "%").query(Integer.class).single()).isZero();
	}

	@Test
	void the_audit_trail_learns_of_each_sign_on_and_refusal() {
		long before = database.sql("select max(id) from audit_entry").query(Long.class).single();
		signOn.check(ACCOUNT, "falsch", ADDRESS);
		signOn.signedOn(staff, ADDRESS.address());
		signOn.signedOut(staff, ADDRESS.address());
		assertThat(database.sql("select kind from audit_entry where actor = ? and id > ? order by id").params(ACCOUNT, before).query(String.class).list())
				.isEqualTo(List.of("SIGN_IN_REFUSED", "SIGNED_IN", "SIGNED_OUT"));
	}
}
