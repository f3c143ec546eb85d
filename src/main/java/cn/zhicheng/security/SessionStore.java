package cn.zhicheng.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.zaxxer.hikari.HikariDataSource;

/**
 * The table of sessions. It is asked through a few connections of its own, which wait only so long: a request must be told soon
 * that the database is away, and is not to stand behind the others' work to learn whose it is.
 */
@Component
class SessionStore implements DisposableBean {

	private static final String PURPOSE = "session";
	/** Milliseconds; less is no waiting. */
	private static final long LEAST = 250;
	private static final String COLUMNS = """
			select id, kind, account, applicant_id, credentials, by_provider, csrf_token, factor_step, started, seen, proved, details
			from sign_on_session""";

	private final HikariDataSource connections;
	private final JdbcClient database;
	private final PersonalDataCipher cipher;
	private final JsonMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();

	SessionStore(DataSourceProperties properties, SessionSettings settings, Environment environment, PersonalDataCipher cipher) {
		connections = properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
		// What is set for the others, encryption say, holds for these as well.
		Binder.get(environment).bind("spring.datasource.hikari", Bindable.ofInstance(connections));
		connections.setPoolName("sessions");
		connections.setMaximumPoolSize(settings.connections());
		connections.setMinimumIdle(1);
		connections.setConnectionTimeout(Math.max(LEAST, settings.patience().toMillis()));
		connections.setValidationTimeout(Math.max(LEAST, settings.patience().toMillis() / 2));
		connections.setInitializationFailTimeout(-1);
		if (DatabaseDriver.fromJdbcUrl(properties.determineUrl()) == DatabaseDriver.POSTGRESQL) {
			// A server that does not answer any more keeps the connection open.
			var seconds = String.valueOf(Math.max(1, settings.patience().toSeconds()));
			connections.addDataSourceProperty("socketTimeout", seconds);
			connections.addDataSourceProperty("connectTimeout", seconds);
			connections.addDataSourceProperty("loginTimeout", seconds);
		}
		database = JdbcClient.create(connections);
		this.cipher = cipher;
	}

	/**
	 * @param token keyed hash of what the cookie says
	 * @return the session, whether or not it is over
	 * @throws SessionsUnavailableException if the database does not answer
	 */
	Optional<WebSession> find(String token) {
		try {
			return database.sql(COLUMNS + " where token = ?").param(token).query(this::session).optional().flatMap(found -> found);
		} catch (DataAccessException away) {
			throw new SessionsUnavailableException(away);
		}
	}

	/** @return the sessions of one owner, those last seen first */
	List<WebSession> of(WebSession.Kind kind, Object owner) {
		return database.sql(COLUMNS + " where " + column(kind) + " = ? order by seen desc, id desc").param(owner).query(this::session).list()
				.stream().flatMap(Optional::stream).toList();
	}

	private static String column(WebSession.Kind kind) {
		return kind == WebSession.Kind.STAFF ? "account" : "applicant_id";
	}

	void add(String token, WebSession session) {
		try {
			database.sql("""
					insert into sign_on_session (token, kind, account, applicant_id, credentials, by_provider, csrf_token, factor_step, started, seen, proved, details)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
					.params(token, session.kind().name(), session.account(), session.applicantId(), session.credentials(), session.byProvider(),
							session.csrfToken(), session.factorStep().isPresent() ? session.factorStep().getAsLong() : null, column(session.started()),
							column(session.seen()), column(session.proved()), cipher.encrypt(PURPOSE, write(session.details())))
					.update();
		} catch (DataAccessException away) {
			throw new SessionsUnavailableException(away);
		}
	}

	/**
	 * The session goes on as another one, with another token; who has read it before still ends it.
	 *
	 * @return false: it was ended meanwhile, and stays so
	 */
	boolean replace(long id, String token, WebSession session) {
		try {
			return database.sql("""
					update sign_on_session set token = ?, credentials = ?, by_provider = ?, csrf_token = ?, factor_step = ?, started = ?, seen = ?, proved = ?, details = ?
					where id = ?""")
					.params(token, session.credentials(), session.byProvider(), session.csrfToken(),
							session.factorStep().isPresent() ? session.factorStep().getAsLong() : null, column(session.started()), column(session.seen()),
							column(session.proved()), cipher.encrypt(PURPOSE, write(session.details())), id)
					.update() > 0;
		} catch (DataAccessException away) {
			throw new SessionsUnavailableException(away);
		}
	}

	/** Never brings back a session that was ended meanwhile. */
	void seen(long id, Instant at) {
		database.sql("update sign_on_session set seen = ? where id = ?").params(column(at), id).update();
	}

	void proved(long id, Instant at, OptionalLong factorStep) {
		if (factorStep.isPresent()) {
			database.sql("update sign_on_session set proved = ?, factor_step = ? where id = ?").params(column(at), factorStep.getAsLong(), id).update();
		} else {
			database.sql("update sign_on_session set proved = ? where id = ?").params(column(at), id).update();
		}
	}

	void delete(long id) {
		try {
			database.sql("delete from sign_on_session where id = ?").param(id).update();
		} catch (DataAccessException away) {
			throw new SessionsUnavailableException(away);
		}
	}

	/** @return whether the owner had such a session */
	boolean delete(long id, WebSession.Kind kind, Object owner) {
		return database.sql("delete from sign_on_session where id = ? and " + column(kind) + " = ?").params(id, owner).update() > 0;
	}

	/** Forgets sessions that are over. */
	int deleteOver(Instant seenBefore, Instant startedBefore) {
		return database.sql("delete from sign_on_session where seen < ? or started < ?").params(column(seenBefore), column(startedBefore)).update();
	}

	/** A session whose details nobody can read any more, for the keys have changed, is none. */
	private Optional<WebSession> session(ResultSet row, int number) throws SQLException {
		try {
			var step = row.getObject("factor_step", Long.class);
			return Optional.of(new WebSession(row.getLong("id"), WebSession.Kind.valueOf(row.getString("kind")), row.getString("account"),
					row.getObject("applicant_id", Long.class), row.getString("credentials"), row.getBoolean("by_provider"), row.getString("csrf_token"),
					step == null ? OptionalLong.empty() : OptionalLong.of(step), instant(row, "started"), instant(row, "seen"), instant(row, "proved"),
					read(cipher.decrypt(PURPOSE, row.getString("details")))));
		} catch (UnreadablePersonalDataException otherKeys) {
			return Optional.empty();
		}
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	private static OffsetDateTime column(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}

	private String write(WebSession.Details details) {
		try {
			return json.writeValueAsString(details);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private WebSession.Details read(String details) {
		try {
			return json.readValue(details, WebSession.Details.class);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	@Override
	public void destroy() {
		connections.close();
	}
}
