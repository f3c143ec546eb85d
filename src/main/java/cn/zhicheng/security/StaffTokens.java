package cn.zhicheng.security;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tokens with which programs and Camunda Modeler act for an account, sent where HTTP basic wants a password: each for one
 * purpose and 90 days, shown once and kept as a keyed hash, revocable at any time, and good only beside the password that the account
 * had when it was made. A second factor does not fit into a program; a token is made after it.
 */
@Service
@Transactional
public class StaffTokens {

	/** Begin of every token, by which it is told from a password, and found where it does not belong. */
	public static final String PREFIX = "zct_";
	/** Most tokens of one account. */
	public static final int MOST = 20;
	public static final int LONGEST_NAME = 100;

	/** How long a token counts. */
	static final Duration VALID = Duration.ofDays(90);

	private static final String HASH_PURPOSE = "staff-token";
	private static final int BYTES = 32;
	private static final Duration EXACT = Duration.ofMinutes(5);

	private final JdbcClient database;
	private final PersonalDataHash hash;
	private final AuditTrail audit;
	private final Clock clock;
	private final SecureRandom random = new SecureRandom();

	StaffTokens(JdbcClient database, PersonalDataHash hash, AuditTrail audit, Clock clock) {
		this.database = database;
		this.hash = hash;
		this.audit = audit;
		this.clock = clock;
	}

	/**
	 * A token as its owner sees it.
	 *
	 * @param used when it was used last, exact to five minutes; null: never
	 */
	public record Token(long id, String name, TokenPurpose purpose, Instant created, Instant expires, Instant used) {
	}

	/** @return the tokens of an account that count, the newest first */
	@Transactional(readOnly = true)
	public List<Token> of(Staff staff, String stamp) {
		return database.sql("select id, name, purpose, created, expires, used from staff_token where account = ? and credentials = ? and expires > ? order by id desc")
				.params(staff.userId(), stamp, column(now())).query((row, number) -> new Token(row.getLong(1), row.getString(2), TokenPurpose.valueOf(row.getString(3)),
						instant(row.getObject(4, OffsetDateTime.class)), instant(row.getObject(5, OffsetDateTime.class)),
						instant(row.getObject(6, OffsetDateTime.class)))).list();
	}

	/**
	 * Makes a token for an account whose owner has just proved to be there.
	 *
	 * @param stamp of the account's password
	 * @param name by which the owner knows it, up to {@value #LONGEST_NAME} characters
	 * @return the token, which nobody can read again
	 */
	public String make(Staff staff, String stamp, String name, TokenPurpose purpose) {
		var bytes = new byte[BYTES];
		random.nextBytes(bytes);
		var token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		var now = now();
		database.sql("insert into staff_token (token, account, credentials, name, purpose, created, expires) values (?, ?, ?, ?, ?, ?, ?)")
				.params(hash.of(HASH_PURPOSE, token), staff.userId(), stamp, name, purpose.name(), column(now), column(now.plus(VALID))).update();
		tell(staff.userId(), "token made: " + purpose, name);
		return token;
	}

	/** @return whether the account had such a token, which opens nothing any more */
	public boolean revoke(Staff staff, long id) {
		boolean revoked = database.sql("delete from staff_token where id = ? and account = ?").params(id, staff.userId()).update() > 0;
		if (revoked) {
			tell(staff.userId(), "token revoked", String.valueOf(id));
		}
		return revoked;
	}

	/** @return what a token is for, if it is one of this account and counts */
	Optional<TokenPurpose> use(String account, String stamp, String token) {
		var now = now();
		var found = database.sql("select id, purpose, used from staff_token where token = ? and account = ? and credentials = ? and expires > ?")
				.params(hash.of(HASH_PURPOSE, token), account, stamp, column(now))
				.query((row, number) -> new Used(row.getLong(1), TokenPurpose.valueOf(row.getString(2)), instant(row.getObject(3, OffsetDateTime.class)))).optional();
		found.filter(one -> one.used() == null || now.isAfter(one.used().plus(EXACT)))
				.ifPresent(one -> {
					database.sql("update staff_token set used = ? where id = ?").params(column(now), one.id()).update();
					audit.record(AuditKind.SIGNED_IN, account, null, account, Map.of("what", "token for " + one.purpose(), "token", String.valueOf(one.id())));
				});
		return found.map(Used::purpose);
	}

	private record Used(long id, TokenPurpose purpose, Instant used) {
	}

	/** Who administers an account takes its tokens away with its password. */
	@EventListener
	void on(StaffAccountReset event) {
		int revoked = revokeAll(event.userId());
		if (revoked > 0) {
			tell(event.userId(), "tokens revoked with the password", String.valueOf(revoked));
		}
	}

	@EventListener
	void on(StaffAccountRemoved event) {
		revokeAll(event.userId());
	}

	private int revokeAll(String account) {
		return database.sql("delete from staff_token where account = ?").param(account).update();
	}

	@Scheduled(fixedDelayString = "PT12H")
	void sweep() {
		database.sql("delete from staff_token where expires < ?").param(column(now())).update();
	}

	private void tell(String account, String what, String name) {
		audit.record(AuditKind.CREDENTIALS_CHANGED, account, null, account, Map.of("what", what, "token", name));
	}

	/** The databases keep microseconds. */
	private Instant now() {
		return clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static Instant instant(OffsetDateTime moment) {
		return moment == null ? null : moment.toInstant();
	}

	private static OffsetDateTime column(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
