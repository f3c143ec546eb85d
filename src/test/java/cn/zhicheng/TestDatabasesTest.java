package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

class TestDatabasesTest {

	@Test
	void everyCallGivesAnEmptyPostgresqlOfItsOwn() throws SQLException {
		String first = TestDatabases.postgresUrl();
		String second = TestDatabases.postgresUrl();
		assertThat(first).isNotEqualTo(second);
		try (Connection one = DriverManager.getConnection(first);
				Connection other = DriverManager.getConnection(second);
				Statement create = one.createStatement();
				Statement look = other.createStatement()) {
			create.execute("create table only_here (id bigint)");
			try (ResultSet found = look.executeQuery("select count(*) from pg_tables where tablename = 'only_here'")) {
				found.next();
				assertThat(found.getInt(1)).isZero();
			}
			assertThat(one.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
		}
	}

	@Test
	void everyCallGivesAnEmptyH2OfItsOwn() throws SQLException {
		assertThat(TestDatabases.h2Url()).isNotEqualTo(TestDatabases.h2Url());
		try (Connection connection = DriverManager.getConnection(TestDatabases.h2Url(), "sa", "")) {
			assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("H2");
		}
	}
}
