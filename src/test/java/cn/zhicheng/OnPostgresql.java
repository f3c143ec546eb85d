package cn.zhicheng;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.test.context.ContextConfiguration;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;

/** An {@link ApplicationTest} on a real PostgreSQL instead of H2; all of them share one database, as they do one application. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ContextConfiguration(initializers = OnPostgresql.Database.class)
public @interface OnPostgresql {

	class Database implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext application) {
			TestPropertyValues.of("spring.datasource.url=" + TestDatabases.postgresUrl(), "spring.datasource.username=postgres",
					"spring.datasource.password=postgres").applyTo(application);
			// The server ends with the JVM as well, and earlier: who then asks for a connection is not to wait for one in vain.
			application.addApplicationListener((ContextClosedEvent closed) -> pool(application).close());
		}

		private static HikariDataSource pool(ConfigurableApplicationContext application) {
			return DataSourceUnwrapper.unwrap(application.getBean(DataSource.class), HikariConfigMXBean.class, HikariDataSource.class);
		}
	}
}
