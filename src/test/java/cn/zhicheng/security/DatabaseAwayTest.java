package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionSystemException;

/** However deep it stands, that the database is away is told from what is wrong with a request. */
class DatabaseAwayTest {

	@Test
	void a_connection_that_is_not_given_breaks_off_or_was_closed_says_so() {
		assertThat(DatabaseAway.isCauseOf(new IllegalStateException(new SQLTransientConnectionException("timed out")))).isTrue();
		assertThat(DatabaseAway.isCauseOf(new RuntimeException(new RuntimeException(new SQLException("An I/O error occurred", "08006"))))).isTrue();
		assertThat(DatabaseAway.isCauseOf(new RuntimeException(new SQLException("terminating connection", "57P01")))).isTrue();
		assertThat(DatabaseAway.isCauseOf(new RuntimeException(new SQLException("Connection is closed")))).isTrue();
	}

	@Test
	void so_does_what_could_not_be_rolled_back_any_more() {
		var ended = new TransactionSystemException("Could not roll back", new IllegalStateException("rollback failed"));
		assertThat(DatabaseAway.isCauseOf(ended)).isFalse();
		ended.initApplicationException(new RuntimeException(new SQLException("broken", "08006")));
		assertThat(DatabaseAway.isCauseOf(ended)).isTrue();
	}

	@Test
	void what_the_database_refuses_it_has_answered() {
		assertThat(DatabaseAway.isCauseOf(new DataIntegrityViolationException("twice", new SQLException("duplicate key", "23505")))).isFalse();
		assertThat(DatabaseAway.isCauseOf(new SQLException("canceled", "57014"))).isFalse();
		assertThat(DatabaseAway.isCauseOf(null)).isFalse();
	}
}
