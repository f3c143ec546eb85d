package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import cn.zhicheng.TestDatabases;

/** Who handed out the codes of accounts that were opened before that was kept is taken over from their history, on both databases. */
class CodesMigrationTest {

	private static final Instant DAY = Instant.parse("2021-04-01T00:00:00Z");

	private JdbcTemplate database;
	private int entries;

	static Stream<Named<String>> databases() {
		return Stream.of(Named.of("H2", TestDatabases.h2Url()), Named.of("PostgreSQL", TestDatabases.postgresUrl()));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void the_last_code_that_was_used_counts_and_the_one_that_waits(String url) {
		boolean h2 = url.startsWith("jdbc:h2:");
		var source = new DriverManagerDataSource(url, h2 ? "sa" : "postgres", h2 ? "" : "postgres");
		migrate(source, "26");
		database = new JdbcTemplate(source);
		for (var unit : new String[] { "unit", "other" }) {
			database.update("insert into organisation (code, name, kind, level, region, path, version) values (?, ?, 'UNIT', 'COUNTY', '620702', ?, 0)", unit, unit, "/" + unit + "/");
		}
		person(1, "opened", null);
		history("opened", "CODE_HANDED_OUT", "unit", "one", "OPENED", "unit", null, "SIGNED_IN", null, null);
		person(2, "reset", null);
		history("reset", "CODE_HANDED_OUT", "unit", "one", "OPENED", "unit", null, "RESET", "unit", "two", "OPENED", "unit", null);
		person(3, "waiting", "hash");
		history("waiting", "CODE_HANDED_OUT", "unit", "one", "OPENED", "unit", null, "RESET", "unit", "two", "CODE_HANDED_OUT", "unit", "three");
		person(4, "elsewhere", "hash");
		history("elsewhere", "CODE_HANDED_OUT", "other", "four", "CODE_HANDED_OUT", "unit", "one", "OPENED", "other", null);
		person(5, "free", null);
		history("free", "OPENED", null, null);

		migrate(source, "27");

		assertThat(database.queryForList("select document_number_hash || ' ' || coalesce(code_by, '-') from applicant order by id", String.class))
				.containsExactly("opened one", "reset two", "waiting one", "elsewhere four", "free -");
		assertThat(database.queryForList("select document_number_hash || ' ' || code_handed_out_by from roster_entry where code_handed_out_by is not null order by id",
				String.class)).containsExactly("waiting three", "elsewhere one");
	}

	private static void migrate(DriverManagerDataSource source, String target) {
		Flyway.configure().dataSource(source).target(target).load().migrate();
	}

	/** @param code hash of the one that waits on the roster of the unit; null: none */
	private void person(long id, String hash, String code) {
		database.update("insert into applicant (id, document_type, document_number, document_number_hash, name, created_at, credentials)"
				+ " values (?, 'PASSPORT', 'x', ?, 'x', current_timestamp, 1)", id, hash);
		database.update("insert into roster_entry (id, organisation, document_type, document_number, document_number_hash, name, state, code_hash, added_by, added_at,"
				+ " version) values (?, 'unit', 'PASSPORT', 'x', ?, 'x', 'PENDING', ?, 'x', current_timestamp, 0)", id, hash, code);
	}

	/** @param events kinds, each with unit and account, one an hour */
	private void history(String hash, String... events) {
		for (int i = 0; i < events.length; i += 3) {
			database.update("insert into account_event (id, document_type, document_number_hash, kind, organisation, user_id, remote_address, happened_at)"
					+ " values (?, 'PASSPORT', ?, ?, ?, ?, 'x', ?)", ++entries, hash, events[i], events[i + 1], events[i + 2],
					Timestamp.from(DAY.plusSeconds(3600L * i)));
		}
	}
}
