package cn.zhicheng.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * Keeps strangers from trying out passwords without keeping out the owner. Attempts are counted apart: of an account from a
 * browser or an address where it has signed in before; of the account from everywhere else together; and of everything else from
 * one address. Neither the second nor the third ever touches the first, so that nobody is locked out by others. Waits grow with
 * failures. An attempt is counted before it is looked at, in a transaction of its own: as many at once see no more answers than
 * as many one after another. Every instance counts in the same table.
 *
 * <p>After a day's many failures from elsewhere an account without a second factor waits an hour each time. With one, nobody waits
 * for the password any more, and nobody is told whether it was right: password and code are judged together
 * ({@link Attempt#blind}), so that strangers keep no owner out and learn nothing.
 *
 * <p>Whether there is an account of a name makes no difference to any count or answer.
 */
@Component
public class SignInAttempts {

	/** Whose accounts; numbers of individuals and names of staff are counted apart. */
	public enum Kind {
		STAFF, APPLICANT
	}

	private static final String HASH_PURPOSE = "sign-in";
	/** Failures without a wait where the account has signed in before. */
	private static final int FREE_WHERE_KNOWN = 5;
	private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
	private static final Duration LONGEST_WAIT_WHERE_KNOWN = Duration.ofMinutes(15);
	private static final Duration LONGEST_WAIT = Duration.ofHours(1);
	/** Failures of one account from elsewhere within a day, after which each attempt waits the longest. */
	static final int MANY_A_DAY = 50;
	private static final int MOST_DOUBLINGS = 20;
	private static final Duration DAY = Duration.ofDays(1);
	/** How long failures from an address count that are not followed by so many others. */
	private static final Duration HOUR = Duration.ofHours(1);
	/** Behind a proxy that is not believed all have one address: so many times more are let through. */
	private static final int BEHIND_PROXY = 20;

	private final JdbcClient database;
	private final PersonalDataHash hash;
	private final ThrottleSettings settings;
	private final String notePlace;
	private final TransactionTemplate apart;
	private final Clock clock;

	SignInAttempts(JdbcClient database, DataSourceProperties properties, PersonalDataHash hash, ThrottleSettings settings,
			PlatformTransactionManager transactions, Clock clock) {
		// The same place may be noted twice at once; each database has its own word for that.
		this.notePlace = DatabaseDriver.fromJdbcUrl(properties.determineUrl()) == DatabaseDriver.POSTGRESQL
				? "insert into known_place (owner, place, seen) values (?, ?, ?) on conflict (owner, place) do update set seen = excluded.seen"
				: "merge into known_place (owner, place, seen) key (owner, place) values (?, ?, ?)";
		this.database = database;
		this.hash = hash;
		this.settings = settings;
		this.apart = new TransactionTemplate(transactions);
		this.clock = clock;
	}

	/** What is tried: codes are counted apart, or the count of one would be cleared by knowing the other. */
	public enum What {
		PASSWORD, CODE
	}

	/**
	 * An attempt that was counted.
	 *
	 * @param knownPlace where the account has signed in before, as it is kept; empty: from elsewhere
	 * @param detail of what is tried: codes after one password are counted apart from those after another
	 * @param retryAfter zero: it was counted and may be looked at; otherwise how long it has to wait
	 * @param blind whether the answer must not tell if the password was right
	 */
	public record Attempt(Kind kind, What what, String name, String detail, Caller caller, Optional<String> knownPlace, Duration retryAfter, boolean blind) {

		/** @return whether it may be looked at */
		public boolean isAllowed() {
			return retryAfter.isZero();
		}
	}

	/**
	 * A count and how it grows.
	 *
	 * @param window null: failures count until a right attempt or a day without any; otherwise as long as this
	 * @param blind whether it waits no more after many a day, and is not told whether it was right
	 */
	private record Count(String bucket, int free, Duration firstWait, Duration longestWait, int manyADay, Duration window, boolean blind) {

		private Duration waitAfter(int failures, int today) {
			if (today > manyADay) {
				return blind ? Duration.ZERO : LONGEST_WAIT;
			}
			if (failures < free) {
				return Duration.ZERO;
			}
			var wait = firstWait.multipliedBy(1L << Math.min(MOST_DOUBLINGS, failures - free));
			var longest = firstWait.compareTo(longestWait) > 0 ? firstWait : longestWait;
			return wait.compareTo(longest) > 0 ? longest : wait;
		}
	}

	/** As {@link #begin(Kind, What, String, String, Caller, boolean)}, of a password or what stands for one. */
	public Attempt begin(Kind kind, String name, Caller caller, boolean withSecondFactor) {
		return begin(kind, What.PASSWORD, name, "", caller, withSecondFactor);
	}

	/**
	 * Counts an attempt, unless it has to wait. Not to be called within a transaction.
	 *
	 * @param name of the account, or what the number of an individual is known by; whether there is one does not matter
	 * @param detail see {@link Attempt#detail}; empty for passwords
	 * @param withSecondFactor whether a code is asked for beside the password
	 */
	public Attempt begin(Kind kind, What what, String name, String detail, Caller caller, boolean withSecondFactor) {
		// A caller in a transaction would hold two connections, and many at once all there are: it has to count before.
		Assert.state(!TransactionSynchronizationManager.isActualTransactionActive(), "Attempts are counted before a transaction");
		var known = knownPlace(kind, name, caller);
		boolean blind = false;
		for (var count : counts(kind, what, name, detail, caller, known, withSecondFactor)) {
			var taken = apartAndAgain(() -> take(count));
			if (!taken.retryAfter().isZero()) {
				return new Attempt(kind, what, name, detail, caller, known, taken.retryAfter(), false);
			}
			blind |= taken.blind();
		}
		return new Attempt(kind, what, name, detail, caller, known, Duration.ZERO, blind);
	}

	/** What is refused by the first is not counted by the second. */
	private List<Count> counts(Kind kind, What what, String name, String detail, Caller caller, Optional<String> known, boolean withSecondFactor) {
		if (known.isPresent()) {
			return List.of(new Count(bucket("known", kind, what, name, known.get()), FREE_WHERE_KNOWN, FIRST_WAIT, LONGEST_WAIT_WHERE_KNOWN,
					Integer.MAX_VALUE, null, false));
		}
		var limit = settings.signInByNumber();
		boolean ofCodes = what == What.CODE;
		return List.of(new Count(bucket("elsewhere", kind, what, name, detail), limit.capacity(), FIRST_WAIT, limit.period(),
				ofCodes ? Integer.MAX_VALUE : MANY_A_DAY, null, withSecondFactor && !ofCodes), byAddress(kind, caller));
	}

	private Count byAddress(Kind kind, Caller caller) {
		var limit = settings.signInByAddress();
		return new Count(bucket("address", kind, What.PASSWORD, AddressBlock.of(caller.address())),
				caller.ownAddress() ? limit.capacity() : limit.capacity() * BEHIND_PROXY, limit.period(), LONGEST_WAIT, Integer.MAX_VALUE, HOUR, false);
	}

	/**
	 * @param retryAfter how long it has to wait; zero: it was counted
	 * @param blind whether it waited no longer because nobody is told
	 */
	private record Taken(Duration retryAfter, boolean blind) {
	}

	private Taken take(Count count) {
		var now = now();
		var known = database.sql("select failures, blocked_until, day_failures, day_since, last_at from sign_in_attempts where bucket = ? for update")
				.param(count.bucket()).query((row, number) -> new Row(row.getInt(1), instant(row.getObject(2, OffsetDateTime.class)), row.getInt(3),
						instant(row.getObject(4, OffsetDateTime.class)), instant(row.getObject(5, OffsetDateTime.class)))).optional();
		if (known.isEmpty()) {
			var wait = count.waitAfter(1, 1);
			database.sql("insert into sign_in_attempts (bucket, failures, blocked_until, day_failures, day_since, last_at) values (?, 1, ?, 1, ?, ?)")
					.param(count.bucket()).param(column(now.plus(wait))).param(column(now))
					.param(column(now)).update();
			return new Taken(Duration.ZERO, false);
		}
		var row = known.get();
		boolean newDay = !now.isBefore(row.daySince().plus(count.window() == null ? DAY : count.window()));
		boolean longAgo = count.window() == null ? !now.isBefore(row.lastAt().plus(DAY)) : newDay;
		int failures = longAgo ? 1 : row.failures() + 1;
		int today = newDay ? 1 : row.dayFailures() + 1;
		boolean blind = count.blind() && today > count.manyADay();
		if (!blind && now.isBefore(row.blockedUntil())) {
			return new Taken(Duration.between(now, row.blockedUntil()), false);
		}
		var wait = count.waitAfter(failures, today);
		database.sql("update sign_in_attempts set failures = ?, blocked_until = ?, day_failures = ?, day_since = ?, last_at = ? where bucket = ?")
				.param(failures).param(column(now.plus(wait))).param(today)
				.param(column(newDay ? now : row.daySince())).param(column(now)).param(count.bucket()).update();
		return new Taken(Duration.ZERO, blind);
	}

	private record Row(int failures, Instant blockedUntil, int dayFailures, Instant daySince, Instant lastAt) {
	}

	/** Two first attempts at once: the second finds the row of the first. */
	private Taken apartAndAgain(Supplier<Taken> work) {
		try {
			return apart.execute(transaction -> work.get());
		} catch (DuplicateKeyException meanwhile) {
			return apart.execute(transaction -> work.get());
		}
	}

	/**
	 * The attempt was right: nobody has failed, and from now on the account is known in this browser and at this address.
	 *
	 * @param named the caller, with a name for the browser ({@link Callers#named}); without one only the address is noted
	 */
	public void succeeded(Attempt attempt, Caller named) {
		forget(attempt);
		note(attempt.kind(), attempt.name(), named);
	}

	/** The attempt was right, and nobody has failed; the place is not known for it. */
	void forget(Attempt attempt) {
		clear(attempt.knownPlace().map(place -> bucket("known", attempt.kind(), attempt.what(), attempt.name(), place))
				.orElseGet(() -> bucket("elsewhere", attempt.kind(), attempt.what(), attempt.name(), attempt.detail())));
		giveBack(attempt);
	}

	/** The attempt was right, though more is asked for: at least its address has not failed. */
	void giveBack(Attempt attempt) {
		if (attempt.knownPlace().isEmpty()) {
			// Of the address only this one was none: a whole school may sign in from there.
			database.sql("update sign_in_attempts set failures = failures - 1, day_failures = day_failures - 1, blocked_until = last_at "
					+ "where bucket = ? and failures > 0").param(byAddress(attempt.kind(), attempt.caller()).bucket()).update();
		}
	}

	/** The day's count stays: who tries others' passwords may know one. */
	private void clear(String bucket) {
		database.sql("update sign_in_attempts set failures = 0, blocked_until = last_at where bucket = ?").param(bucket).update();
	}

	private void note(Kind kind, String name, Caller caller) {
		for (var place : places(caller)) {
			database.sql(notePlace).params(owner(kind, name), place, column(now())).update();
		}
	}

	/** Of a later account of that name, the browsers of this one's owner are any browsers. */
	@EventListener
	void on(StaffAccountRemoved event) {
		database.sql("delete from known_place where owner = ?").param(owner(Kind.STAFF, event.userId())).update();
	}

	/** @return what stands for a wrong password where nobody is told that it was: the same one is the same again */
	String guessed(String name, String password) {
		return hash.of(HASH_PURPOSE, "guess/" + name + "\n" + password);
	}

	/** @return the browser if the account has signed in there, else the address if it has */
	private Optional<String> knownPlace(Kind kind, String name, Caller caller) {
		var places = places(caller);
		var known = places.isEmpty() ? List.<String>of() : database.sql("select place from known_place where owner = :owner and place in (:places) and seen > :since")
				.param("owner", owner(kind, name)).param("places", places).param("since", column(now().minus(Callers.KNOWN))).query(String.class).list();
		return places.stream().filter(known::contains).findFirst();
	}

	private String owner(Kind kind, String name) {
		return hash.of(HASH_PURPOSE, "owner/" + kind + "/" + name);
	}

	private List<String> places(Caller caller) {
		var places = new ArrayList<String>();
		caller.browser().ifPresent(browser -> places.add(hash.of(HASH_PURPOSE, "browser/" + browser)));
		if (caller.ownAddress()) {
			places.add(hash.of(HASH_PURPOSE, "place/" + AddressBlock.of(caller.address())));
		}
		return places;
	}

	@Scheduled(fixedDelayString = "PT1H")
	void sweep() {
		database.sql("delete from sign_in_attempts where last_at < ?").param(column(now().minus(DAY.multipliedBy(2)))).update();
		database.sql("delete from known_place where seen < ?").param(column(now().minus(Callers.KNOWN))).update();
	}

	private String bucket(String count, Kind kind, What what, String... of) {
		return hash.of(HASH_PURPOSE, count + "/" + kind + "/" + what + "/" + String.join("\n", of));
	}

	/** The databases keep microseconds. */
	private Instant now() {
		return clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static Instant instant(OffsetDateTime moment) {
		return moment.toInstant();
	}

	private static OffsetDateTime column(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
