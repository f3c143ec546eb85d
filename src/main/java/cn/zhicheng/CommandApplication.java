package cn.zhicheng;

import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.domain.EntityScan;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

import cn.zhicheng.security.OperatorCommand;

/**
 * Runs one {@link OperatorCommand} beside the application, or without it: the entities, the modules {@code security} and
 * {@code evidence}, and nothing else. No web server, no engine, no scheduled work, and the tables stay as they are.
 *
 * <p>Not annotated as a configuration, so that the application itself does not find it.
 */
@ImportAutoConfiguration({ PropertyPlaceholderAutoConfiguration.class, ConfigurationPropertiesAutoConfiguration.class,
		DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
		JpaRepositoriesAutoConfiguration.class, TransactionAutoConfiguration.class, JacksonAutoConfiguration.class })
@EntityScan("cn.zhicheng")
@EnableJpaRepositories({ "cn.zhicheng.security", "cn.zhicheng.evidence" })
@ConfigurationPropertiesScan("cn.zhicheng")
// What is nested in another class, as slices of tests are, belongs to that class alone.
@ComponentScan(basePackages = { "cn.zhicheng.security", "cn.zhicheng.evidence" }, lazyInit = true,
		excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\$.*"))
@Import(TimeConfiguration.class)
public class CommandApplication {

	/** Exit code: no such command, or it failed. */
	public static final int FAILED = 2;

	private static final Logger LOG = LoggerFactory.getLogger(CommandApplication.class);
	private static final String COMMAND = "zhicheng.command";

	private CommandApplication() {
	}

	/** @return whether the application is called to run a command instead of to serve */
	static boolean isAskedFor(String... arguments) {
		return new SimpleCommandLinePropertySource(arguments).containsProperty(COMMAND);
	}

	/** @return exit code: {@link OperatorCommand#DONE}, {@link OperatorCommand#NOT_WELL} or {@link #FAILED} */
	public static int run(String... arguments) {
		var application = new SpringApplicationBuilder(CommandApplication.class).web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF).logStartupInfo(false)
				.initializers(context -> context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command", Map.of(
						"spring.flyway.enabled", "false", "spring.data.jpa.repositories.bootstrap-mode", "default",
						"spring.main.lazy-initialization", "true", "spring.jmx.enabled", "false"))));
		try (var context = application.run(arguments)) {
			var name = context.getEnvironment().getRequiredProperty(COMMAND);
			for (var beanName : context.getBeanNamesForType(OperatorCommand.class)) {
				var command = context.getBean(beanName, OperatorCommand.class);
				if (command.name().equals(name)) {
					return command.run();
				}
			}
			LOG.error("There is no command '{}'. Commands: {}", name,
					context.getBeansOfType(OperatorCommand.class).values().stream().map(OperatorCommand::name).sorted().toList());
			return FAILED;
		} catch (RuntimeException e) {
			LOG.error("The command failed; it can be called again", e);
			return FAILED;
		}
	}
}
