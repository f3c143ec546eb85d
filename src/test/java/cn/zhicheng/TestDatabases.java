package cn.zhicheng;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.test.context.DynamicPropertyRegistry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Fresh databases for tests, of both kinds the application runs on. PostgreSQL is real: one embedded server a JVM,
 * started by the first test that asks for it (it stops itself with the JVM), and a new empty database in it for each call, so
 * that no test sees what another has written.
 *
 * <pre>{@code
 * @DynamicPropertySource
 * static void database(DynamicPropertyRegistry registry) {
 * 	TestDatabases.register(registry, TestDatabases.postgresUrl());
 * }
 * }</pre>
 */
public final class TestDatabases {

	/** Of this JVM: there may be several at a time. */
	private static final String FOLDER = System.getProperty("test.folder", "target/test-1");
	private static final AtomicInteger CREATED = new AtomicInteger();

	private TestDatabases() {
	}

	/**
	 * Creates an empty PostgreSQL database.
	 *
	 * @return its JDBC address with user and password in it
	 */
	public static String postgresUrl() {
		EmbeddedPostgres server = Server.INSTANCE;
		String name = "zhicheng_" + CREATED.incrementAndGet();
		try (Connection connection = server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name + " encoding 'UTF8' template template0");
		}
		catch (SQLException e) {
			throw new IllegalStateException("No new database on the embedded PostgreSQL", e);
		}
		return server.getJdbcUrl("postgres", name);
	}

	/**
	 * Names a new H2 database in memory that behaves like the application's default one and lives as long as the JVM.
	 *
	 * @return its JDBC address; the user is {@code sa} without password
	 */
	public static String h2Url() {
		return "jdbc:h2:mem:" + UUID.randomUUID()
				+ ";DB_CLOSE_DELAY=-1";
	}

	/**
	 * Makes a Spring test use a database: its tables come from Flyway, and the entities are compared with them.
	 *
	 * @param url from {@link #postgresUrl()} or {@link #h2Url()}; called once, outside of the suppliers, because each call
	 *            names another database
	 */
	public static void register(DynamicPropertyRegistry registry, String url) {
		boolean h2 = url.startsWith("jdbc:h2:");
		registry.add("spring.datasource.url", () -> url);
		registry.add("spring.datasource.username", () -> h2 ? "sa" : "postgres");
		registry.add("spring.datasource.password", () -> h2 ? "" : "postgres");
		registry.add("spring.datasource.hikari.maximum-pool-size", () -> "6");
		registry.add("spring.jpa.hibernate.ddl-auto", () -> "validate");
		registry.add("spring.flyway.enabled", () -> "true");
		registry.add("zhicheng.security.personal-data.key-file", () -> FOLDER + "/personal-data.key");
	}

	/** Started when first named, which is what makes the server lazy and single. */
	private static final class Server {

		private static final EmbeddedPostgres INSTANCE = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
						.setServerConfig("fsync", "off")
						.setServerConfig("max_connections", "200")
						.start();
			}
			catch (IOException e) {
				throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
			}
		}
	}
}
