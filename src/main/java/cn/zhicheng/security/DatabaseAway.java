package cn.zhicheng.security;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;

/** Tells whether something failed because the database can not be reached. */
public final class DatabaseAway {

	/** Begin of the codes of failed connections (SQL:2016, class 08), and of a server that is going down or coming up (PostgreSQL). */
	private static final String CONNECTION = "08";
	private static final String GOING_DOWN = "57P";
	private static final int DEEPEST = 30;

	private DatabaseAway() {
	}

	/** @return whether anything of what led to it says so */
	public static boolean isCauseOf(Throwable thrown) {
		return Stream.iterate(thrown, one -> one != null, Throwable::getCause).limit(DEEPEST).anyMatch(DatabaseAway::says);
	}

	private static boolean says(Throwable one) {
		return one instanceof SessionsUnavailableException || one instanceof SQLTransientConnectionException
				|| one instanceof SQLException failed && failed.getSQLState() != null
						&& (failed.getSQLState().startsWith(CONNECTION) || failed.getSQLState().startsWith(GOING_DOWN));
	}
}
