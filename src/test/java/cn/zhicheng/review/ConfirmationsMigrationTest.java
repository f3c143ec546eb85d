package cn.zhicheng.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import cn.zhicheng.TestDatabases;

/** Records that were under way before confirmations named where they send them take that over from their history, on both databases. */
class ConfirmationsMigrationTest {

	private static final Instant DAY = Instant.parse("2021-04-01T00:00:00Z");

	private JdbcTemplate database;
	private int entries;

	static Stream<Named<String>> databases() {
		return Stream.of(Named.of("H2", TestDatabases.h2Url()), Named.of("PostgreSQL", TestDatabases.postgresUrl()));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void confirmations_of_an_older_version_name_where_they_sent_the_record(String url) {
		boolean h2 = url.startsWith("jdbc:h2:");
		var source = new DriverManagerDataSource(url, h2 ? "sa" : "postgres", h2 ? "" : "postgres");
		migrate(source, "17");
		database = new JdbcTemplate(source);
		for (var organisation : List.of("top", "office", "bureau", "heir", "unit")) {
			database.update("insert into organisation (code, name, kind, level, region, superior, path, version) values (?, ?, 'DEPARTMENT', 'CITY', "
					+ "'620700', ?, ?, 0)", organisation, organisation,
					Map.of("office", "top", "bureau", "office", "heir", "office", "unit", "bureau").get(organisation), "/" + organisation + "/");
		}
		database.update("insert into applicant (id, document_type, document_number, document_number_hash, name, created_at, credentials)"
				+ " values (1, 'PASSPORT', 'x', 'x', 'x', current_timestamp, 0)");
		record(1, "IN_REVIEW", "office", 1, 4);
		history(1, 1, "SUBMITTED", null, "CONFIRMED", "unit", "HANDED_OVER", "heir", "CONFIRMED", "heir", "DATE_CHANGED", "office");
		record(2, "PUBLISHED", "top", 2, 9);
		history(2, 1, "SUBMITTED", null, "CONFIRMED", "unit", "CONFIRMED", "bureau", "RETURNED", "office");
		history(2, 2, "RESUBMITTED", null, "CONFIRMED", "unit", "CONFIRMED", "bureau", "CONFIRMED", "office", "CONFIRMED", "top", "PUBLISHED", "top");
		record(3, "LAPSED", "bureau", 1, 3);
		history(3, 1, "SUBMITTED", null, "CONFIRMED", "unit", "OVERDUE", "bureau", "LAPSED_BY_SUPERIOR", "bureau");
		// As with a model of somebody's own, in which records wait in an organisation after it has confirmed.
		record(4, "IN_REVIEW", "bureau", 1, 1);
		history(4, 1, "SUBMITTED", null, "CONFIRMED", "unit", "CONFIRMED", "bureau");
		record(5, "IN_REVIEW", "unit", 2, 8);
		history(5, 1, "SUBMITTED", null, "CONFIRMED", "unit", "RETURNED", "bureau");
		history(5, 2, "RESUBMITTED", null);
		// In the same instant, as far as the database tells.
		record(6, "IN_REVIEW", "office", 1, 4);
		history(6, 1, "SUBMITTED", null, "CONFIRMED", "unit", "CONFIRMED", "bureau");
		database.update("update history_entry set at = ? where record_id = 6", hour(1));

		migrate(source, "18");

		assertThat(chain(1)).containsExactly("1 unit>heir", "1 heir>office");
		assertThat(chain(2)).containsExactly("1 unit>bureau", "1 bureau>office", "2 unit>bureau", "2 bureau>office", "2 office>top", "2 top>-");
		assertThat(chain(3)).containsExactly("1 unit>bureau");
		assertThat(chain(4)).containsExactly("1 unit>bureau", "1 bureau>office");
		assertThat(chain(5)).containsExactly("1 unit>bureau");
		assertThat(chain(6)).containsExactly("1 unit>bureau", "1 bureau>office");
		assertThat(database.queryForList("select id from title_record where confirmed_at is not null or sent_to is not null", Long.class))
				.containsExactly(4L);
		assertThat(database.queryForObject("select sent_to from title_record where id = 4", String.class)).isEqualTo("office");
	}

	private static void migrate(DriverManagerDataSource source, String target) {
		Flyway.configure().dataSource(source).target(target).load().migrate();
	}

	/** @param since hour at which it came to where it is */
	private void record(long id, String state, String organisation, int submissions, int since) {
		database.update("insert into title_record (id, number, applicant_id, state, stage, organisation, stage_since, submissions, created_at,"
				+ " updated_at, version) values (?, ?, 1, ?, 'DEPARTMENT', ?, ?, ?, current_timestamp, current_timestamp, 0)", id, "N" + id, state,
				organisation, hour(since), submissions);
	}

	/** @param events names with their organisations, one an hour */
	private void history(long record, int submission, String... events) {
		for (int i = 0; i < events.length; i += 2) {
			database.update("insert into history_entry (id, record_id, at, event, actor, organisation, submission, late) values (?, ?, ?, ?, 'x', ?, ?, false)",
					++entries, record, hour((submission - 1) * 4 + i / 2), events[i], events[i + 1], submission);
		}
	}

	private static Timestamp hour(int number) {
		return Timestamp.from(DAY.plusSeconds(3600L * number));
	}

	private List<String> chain(long record) {
		return database.query("select submission, organisation, sent_to from history_entry where record_id = ? and event = 'CONFIRMED' order by at, id",
				(row, number) -> row.getInt(1) + " " + row.getString(2) + ">" + (row.getString(3) == null ? "-" : row.getString(3)), record);
	}
}
