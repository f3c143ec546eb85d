package cn.zhicheng;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts what is sent to the database through the application's one {@link DataSource}: each execution of a statement or of
 * a batch is one round trip; commits are counted beside them. Until it is armed all connections are given as they are.
 */
@TestComponent
public class CountedRoundTrips implements BeanPostProcessor, Armed {

	private static final Predicate<Thread> NONE = thread -> false;

	private final List<String> statements = new ArrayList<>();
	private int commits;
	private volatile Predicate<Thread> counting = NONE;

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return bean instanceof DataSource dataSource ? counted(dataSource) : bean;
	}

	/** @return the same connections, which can be counted */
	public DataSource counted(DataSource dataSource) {
		return new Counted(dataSource);
	}

	/** What was counted since the count began. */
	public record Count(List<String> statements, int commits) {

		public int roundTrips() {
			return statements.size();
		}
	}

	/** Counts from now on, whichever thread it is that sends. */
	public void begin() {
		begin(thread -> true);
	}

	/** Counts from now on what this thread sends, and nothing of what goes on in the background. */
	public void beginForThisThread() {
		begin(Thread.currentThread()::equals);
	}

	private synchronized void begin(Predicate<Thread> whose) {
		statements.clear();
		commits = 0;
		counting = whose;
	}

	@Override
	public void disarm() {
		counting = NONE;
	}

	/** @return what has been sent since the count began, which goes on */
	public synchronized Count count() {
		return new Count(List.copyOf(statements), commits);
	}

	private boolean isCounting() {
		return counting.test(Thread.currentThread());
	}

	private synchronized void sent(String sql) {
		statements.add(sql);
	}

	private synchronized void committed() {
		commits++;
	}

	private final class Counted extends DelegatingDataSource {

		private Counted(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			return isCounting() ? counted(super.getConnection()) : super.getConnection();
		}

		@Override
		public Connection getConnection(String user, String password) throws SQLException {
			return isCounting() ? counted(super.getConnection(user, password)) : super.getConnection(user, password);
		}
	}

	private Connection counted(Connection connection) {
		return proxy(Connection.class, connection, (name, arguments, result) -> {
			if (name.equals("commit")) {
				committed();
			}
			if (result instanceof PreparedStatement statement) {
				var sql = (String) arguments[0];
				return proxy(PreparedStatement.class, statement, (method, parameters, answer) -> executed(method, sql, parameters, answer));
			}
			return result instanceof Statement statement
					? proxy(Statement.class, statement, (method, parameters, answer) -> executed(method, "batch", parameters, answer))
					: result;
		});
	}

	private Object executed(String method, String sql, Object[] parameters, Object answer) {
		if (method.startsWith("execute")) {
			sent(parameters != null && parameters.length > 0 && parameters[0] instanceof String own ? own : sql);
		}
		return answer;
	}

	private interface After {

		Object called(String method, Object[] arguments, Object result);
	}

	private static <T> T proxy(Class<T> type, Object target, After after) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (self, method, arguments) -> {
			try {
				return after.called(method.getName(), arguments, method.invoke(target, arguments));
			} catch (InvocationTargetException e) {
				throw e.getCause();
			}
		}));
	}
}
