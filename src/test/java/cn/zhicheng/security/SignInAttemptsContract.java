package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.security.SignInAttempts.Attempt;
import cn.zhicheng.security.SignInAttempts.Kind;

/** Attempts to sign in are counted so that strangers try out little and keep nobody out. */
@ApplicationTest
abstract class SignInAttemptsContract {

	private static final String ACCOUNT = "some-account";
	private static final Caller HOME = new Caller("192.0.2.20", true, Optional.of("browser-at-home"));
	private static final Caller STRANGER = Caller.at("198.51.100.30");

	@Autowired
	SignInAttempts attempts;
	@Autowired
	JdbcClient database;
	@Autowired
	PlatformTransactionManager transactions;
	@Autowired
	DataSourceProperties properties;
	@Autowired
	PersonalDataHash hash;
	@Autowired
	ThrottleSettings settings;
	@Autowired
	MutableClock clock;

	@AfterEach
	void nothingHasBeenTried() {
		SignInTries.forget(database);
		clock.set(ApplicationTest.START);
	}

	private Attempt attempt(Caller caller) {
		return attempts.begin(Kind.STAFF, ACCOUNT, caller, false);
	}

	/** @return how many attempts are looked at until one has to wait */
	private int fail(Caller caller) {
		int looked = 0;
		while (attempt(caller).isAllowed()) {
			looked++;
		}
		return looked;
	}

	@Test
	void five_from_elsewhere_then_a_minute_then_one_with_twice_the_wait_up_to_a_quarter_of_an_hour() {
		assertThat(fail(STRANGER)).isEqualTo(5);
		assertThat(attempt(STRANGER).retryAfter()).isEqualTo(Duration.ofMinutes(1));
		for (var wait : new int[] { 1, 2, 4, 8, 15, 15 }) {
			clock.advance(Duration.ofMinutes(wait).minusSeconds(1));
			assertThat(attempt(STRANGER).isAllowed()).isFalse();
			clock.advance(Duration.ofSeconds(1));
			assertThat(fail(STRANGER)).isEqualTo(1);
		}
	}

	@Test
	void strangers_from_everywhere_are_counted_together_and_never_keep_the_owner_out() {
		attempts.succeeded(attempt(HOME), HOME);
		for (int i = 0; i < 5; i++) {
			assertThat(attempt(Caller.at("198.51.100." + i)).isAllowed()).isTrue();
		}
		assertThat(attempt(Caller.at("198.51.100.99")).isAllowed()).isFalse();
		assertThat(attempt(HOME).isAllowed()).isTrue();
		assertThat(attempt(Caller.at(HOME.address())).isAllowed()).as("another browser at the same address").isTrue();
		assertThat(attempt(new Caller("203.0.113.1", true, HOME.browser())).isAllowed()).as("the same browser elsewhere").isTrue();
	}

	@Test
	void where_the_owner_has_signed_in_five_wrong_ones_wait_a_minute_at_first() {
		attempts.succeeded(attempt(HOME), HOME);
		assertThat(fail(HOME)).isEqualTo(5);
		assertThat(attempt(HOME).retryAfter()).isEqualTo(Duration.ofMinutes(1));
		assertThat(attempt(Caller.at(HOME.address())).isAllowed()).as("the address without the browser").isTrue();
		clock.advance(Duration.ofMinutes(1));
		attempts.succeeded(attempt(HOME), HOME);
		assertThat(fail(HOME)).as("a right one clears the count").isEqualTo(5);
	}

	@Test
	void thirty_accounts_from_one_address_keep_newcomers_there_waiting_and_nobody_who_was_there_before() {
		attempts.succeeded(attempts.begin(Kind.STAFF, "known-there", STRANGER, false), STRANGER);
		for (int i = 0; i < 30; i++) {
			assertThat(attempts.begin(Kind.STAFF, "nobody-" + i, STRANGER, false).isAllowed()).isTrue();
		}
		assertThat(attempts.begin(Kind.STAFF, "nobody-31", STRANGER, false).retryAfter()).isEqualTo(Duration.ofMinutes(10));
		assertThat(attempts.begin(Kind.STAFF, "known-there", STRANGER, false).isAllowed()).isTrue();
		assertThat(attempts.begin(Kind.APPLICANT, "somebody", STRANGER, false).isAllowed()).as("individuals are counted apart").isTrue();
	}

	/** A whole school may sign in for the first time from one address. */
	@Test
	void right_ones_do_not_count_for_the_address() {
		for (int i = 0; i < 100; i++) {
			var attempt = attempts.begin(Kind.APPLICANT, "pupil-" + i, STRANGER, false);
			assertThat(attempt.isAllowed()).isTrue();
			attempts.succeeded(attempt, STRANGER);
		}
	}

	@Test
	void behind_a_proxy_that_is_not_believed_only_the_browser_makes_it_known_and_no_address_is_counted() {
		var proxy = new Caller("10.0.0.1", false, Optional.of("my-browser"));
		attempts.succeeded(attempt(proxy), proxy);
		for (int i = 0; i < 40; i++) {
			assertThat(attempts.begin(Kind.STAFF, "nobody-" + i, new Caller("10.0.0.1", false, Optional.empty()), false).isAllowed()).isTrue();
		}
		fail(new Caller("10.0.0.1", false, Optional.empty()));
		assertThat(attempt(proxy).isAllowed()).isTrue();
		assertThat(attempt(new Caller("10.0.0.1", false, Optional.of("another"))).isAllowed()).isFalse();
	}

	@Test
	void after_fifty_in_a_day_each_waits_an_hour() {
		int looked = 0;
		while (looked <= SignInAttempts.MANY_A_DAY) {
			looked += fail(Caller.at("198.51.100." + looked));
			clock.advance(Duration.ofMinutes(15));
		}
		clock.advance(Duration.ofMinutes(44));
		assertThat(attempt(Caller.at("203.0.113.2")).isAllowed()).isFalse();
		clock.advance(Duration.ofMinutes(1));
		assertThat(attempt(Caller.at("203.0.113.3")).isAllowed()).isTrue();
		assertThat(attempt(Caller.at("203.0.113.4")).retryAfter()).isEqualTo(Duration.ofHours(1));
		clock.advance(Duration.ofDays(1));
		assertThat(fail(Caller.at("203.0.113.5"))).as("the next day").isEqualTo(5);
	}

	@Test
	void where_a_code_is_asked_for_too_nobody_waits_after_fifty_in_a_day_and_nobody_is_told() {
		int looked = 0;
		while (looked < SignInAttempts.MANY_A_DAY) {
			var attempt = attempts.begin(Kind.STAFF, ACCOUNT, Caller.at("198.51.100." + looked), true);
			assertThat(attempt.blind()).as("failure " + looked).isFalse();
			looked += attempt.isAllowed() ? 1 : 0;
			clock.advance(Duration.ofMinutes(15));
		}
		for (int i = 0; i < 20; i++) {
			var attempt = attempts.begin(Kind.STAFF, ACCOUNT, Caller.at("203.0.113." + i), true);
			assertThat(attempt.isAllowed()).isTrue();
			assertThat(attempt.blind()).isTrue();
		}
		clock.advance(Duration.ofDays(1));
		assertThat(attempts.begin(Kind.STAFF, ACCOUNT, Caller.at("203.0.113.77"), true).blind()).as("the next day").isFalse();
	}

	/** Otherwise strangers who type codes after any password keep the owner from typing one. */
	@Test
	void codes_after_one_password_are_counted_apart_from_those_after_another() {
		for (int i = 0; i < 5; i++) {
			assertThat(attempts.begin(Kind.STAFF, SignInAttempts.What.CODE, ACCOUNT, "guessed", STRANGER, true).isAllowed()).isTrue();
		}
		assertThat(attempts.begin(Kind.STAFF, SignInAttempts.What.CODE, ACCOUNT, "guessed", STRANGER, true).isAllowed()).isFalse();
		assertThat(code().isAllowed()).isTrue();
	}

	/** Who knows the password must not be able to clear the count of the codes with it. */
	@Test
	void codes_are_counted_apart() {
		for (int i = 0; i < 5; i++) {
			assertThat(code().isAllowed()).isTrue();
			attempts.forget(attempt(STRANGER));
		}
		assertThat(code().isAllowed()).isFalse();
	}

	private Attempt code() {
		return attempts.begin(Kind.STAFF, SignInAttempts.What.CODE, ACCOUNT, "stamp", STRANGER, true);
	}

	/** In two steps each, as with a second factor. */
	@Test
	void faultless_newcomers_use_up_no_address_however_many_and_typing_errors_are_forgotten() {
		for (int i = 0; i < 40; i++) {
			var password = attempts.begin(Kind.STAFF, "newcomer-" + i, STRANGER, true);
			assertThat(password.isAllowed()).isTrue();
			attempts.giveBack(password);
			var code = attempts.begin(Kind.STAFF, SignInAttempts.What.CODE, "newcomer-" + i, "stamp", STRANGER, true);
			assertThat(code.isAllowed()).isTrue();
			attempts.succeeded(code, new Caller(STRANGER.address(), true, Optional.of("browser-" + i)));
		}
		for (int day = 0; day < 40; day++) {
			clock.advance(Duration.ofDays(1));
			assertThat(attempts.begin(Kind.STAFF, "typing-" + day, STRANGER, true).isAllowed()).isTrue();
			assertThat(attempts.begin(Kind.STAFF, "erring-" + day, STRANGER, true).isAllowed()).isTrue();
		}
	}

	/** One's own cookie of another account, or another address of the same network, is no further place. */
	@Test
	void a_place_that_is_known_by_its_address_counts_once_whatever_browser_is_there() {
		var home = Caller.at("2001:db8:1:2::1");
		attempts.succeeded(attempt(home), home);
		for (int i = 0; i < 5; i++) {
			assertThat(attempt(new Caller("2001:db8:1:2::" + (i + 2), true, Optional.of("minted-" + i))).isAllowed()).isTrue();
		}
		assertThat(attempt(new Caller("2001:db8:1:2::ff", true, Optional.of("minted-6"))).isAllowed()).isFalse();
	}

	@Test
	void the_same_place_may_be_noted_twice_at_once() throws Exception {
		var people = Executors.newFixedThreadPool(8);
		try {
			var together = new CyclicBarrier(8);
			Callable<Boolean> one = () -> {
				var attempt = attempts.begin(Kind.STAFF, "program", STRANGER, false);
				together.await(30, TimeUnit.SECONDS);
				new TransactionTemplate(transactions).executeWithoutResult(status -> attempts.succeeded(attempt, STRANGER));
				return true;
			};
			for (var answer : people.invokeAll(Collections.nCopies(8, one), 1, TimeUnit.MINUTES)) {
				assertThat(answer.get()).isTrue();
			}
		} finally {
			people.shutdownNow();
		}
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void eighty_at_once_see_no_more_answers_than_eighty_one_after_another(Kind kind) throws Exception {
		int tries = 80;
		var people = Executors.newFixedThreadPool(tries);
		try {
			var together = new CyclicBarrier(tries);
			Callable<Boolean> one = () -> {
				together.await(30, TimeUnit.SECONDS);
				return attempts.begin(kind, ACCOUNT, STRANGER, false).isAllowed();
			};
			int looked = 0;
			for (var answer : people.invokeAll(Collections.nCopies(tries, one), 1, TimeUnit.MINUTES)) {
				looked += answer.get() ? 1 : 0;
			}
			assertThat(looked).isEqualTo(5);
		} finally {
			people.shutdownNow();
		}
	}

	@Test
	void places_are_known_for_ninety_days_and_kept_as_hashes() {
		attempts.succeeded(attempt(HOME), HOME);
		assertThat(database.sql("select owner || place from known_place").query(String.class).list()).hasSize(2)
				.noneMatch(row -> row.contains(ACCOUNT) || row.contains(HOME.address()) || row.contains("browser-at-home"));
		clock.advance(Callers.KNOWN);
		assertThat(attempt(HOME).knownPlace()).isEmpty();
		clock.advance(Duration.ofSeconds(1));
		attempts.sweep();
		assertThat(database.sql("select count(*) from known_place").query(Integer.class).single()).isZero();
	}

	@Test
	void a_new_start_forgets_neither_failures_nor_places() {
		attempts.succeeded(attempt(HOME), HOME);
		assertThat(fail(STRANGER)).isEqualTo(5);
		clock.advance(Duration.ofMinutes(1));
		assertThat(fail(STRANGER)).isEqualTo(1);
		var afterwards = new SignInAttempts(database, properties, hash, settings, transactions, clock);
		assertThat(afterwards.begin(Kind.STAFF, ACCOUNT, STRANGER, false).retryAfter()).isEqualTo(Duration.ofMinutes(2));
		assertThat(afterwards.begin(Kind.STAFF, ACCOUNT, HOME, false).knownPlace()).isPresent();
	}

	@Test
	void it_is_never_counted_within_a_transaction() {
		assertThatIllegalStateException().isThrownBy(() -> new TransactionTemplate(transactions).execute(status -> attempt(HOME)));
	}
}
