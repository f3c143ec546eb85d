package cn.zhicheng.security;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;

import org.hibernate.exception.JDBCConnectionException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells whether something failed because the database can not be reached. */
public final class DatabaseAway {

	/** Begin of the codes of failed connections (SQL:2016, class 08), and of a server that is going down or coming up (PostgreSQL). */
	private static final String CONNECTION = "08";
	private static final String GOING_DOWN = "57P";
	/** What the pool says, without a code, of a connection that it has given up while it was used. */
	private static final String CLOSED = "Connection is closed";
	private static final int DEEPEST = 30;

	private DatabaseAway() {
	}

	/** @return whether anything of what led to it says so */
	public static boolean isCauseOf(Throwable thrown) {
		return Stream.iterate(thrown, one -> one != null, Throwable::getCause).limit(DEEPEST).anyMatch(DatabaseAway::says);
	}

	private static boolean says(Throwable one) {
		if (one instanceof TransactionSystemException ended && ended.getApplicationException() != null) {
			// What could not be rolled back either stands in front of why it was to be.
			return isCauseOf(ended.getApplicationException()) || saysItself(one);
		}
		return saysItself(one);
	}

	private static boolean saysItself(Throwable one) {
		return one instanceof SessionsUnavailableException || one instanceof CannotGetJdbcConnectionException || one instanceof CannotCreateTransactionException
				|| one instanceof DataAccessResourceFailureException || one instanceof JDBCConnectionException
				|| one instanceof SQLException failed && (failed instanceof SQLTransientConnectionException || CLOSED.equals(failed.getMessage())
						|| failed.getSQLState() != null && (failed.getSQLState().startsWith(CONNECTION) || failed.getSQLState().startsWith(GOING_DOWN)));
	}
}
