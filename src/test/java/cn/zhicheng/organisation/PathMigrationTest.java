package cn.zhicheng.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import cn.zhicheng.TestDatabases;

/** Organisations that were there before they had a path get theirs, on both databases. */
class PathMigrationTest {

	static Stream<Named<String>> databases() {
		return Stream.of(Named.of("H2", TestDatabases.h2Url()), Named.of("PostgreSQL", TestDatabases.postgresUrl()));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void organisations_of_an_older_version_get_their_paths(String url) {
		boolean h2 = url.startsWith("jdbc:h2:");
		var source = new DriverManagerDataSource(url, h2 ? "sa" : "postgres", h2 ? "" : "postgres");
		Flyway.configure().dataSource(source).target("6").load().migrate();
		var database = new JdbcTemplate(source);
		insert(database, "top", null);
		insert(database, "other-top", null);
		insert(database, "middle", "top");
		insert(database, "leaf", "middle");

		Flyway.configure().dataSource(source).target("7").load().migrate();

		assertThat(database.queryForList("select path from organisation order by path", String.class))
				.containsExactlyInAnyOrder("/top/", "/other-top/", "/top/middle/", "/top/middle/leaf/");
	}

	private static void insert(JdbcTemplate database, String code, String superior) {
		database.update("insert into organisation (code, name, kind, level, region, superior) values (?, ?, 'REFORM_OFFICE', 'CITY', '620700', ?)",
				code, code, superior);
	}
}
