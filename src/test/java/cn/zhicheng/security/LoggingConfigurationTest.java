package cn.zhicheng.security;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The application's own {@code logback-spring.xml}, configured in a logger context of its own. */
class LoggingConfigurationTest {

	private static final String NUMBER = "62070219800101001X";
	private static final String MOBILE = "13812345678";

	private final LoggerContext context = new LoggerContext();

	@TempDir
	private Path directory;

	@AfterEach
	void stop() {
		context.stop();
	}

	@Test
	void message_and_arguments_are_masked_on_the_console() throws JoranException {
		configure(Map.of());

		assertThat(line("{} called from {}", null, NUMBER, MOBILE))
				.contains("6207**********001X called from 138****5678")
				.contains("INFO", "filing")
				.doesNotContain(NUMBER, MOBILE);
	}

	@Test
	void the_texts_of_exceptions_and_of_their_causes_are_masked() throws JoranException {
		configure(Map.of());

		String lines = line("Unexpected", new IllegalStateException("duplicate " + NUMBER,
				new IllegalArgumentException("mobile " + MOBILE)));

		assertThat(lines).contains("IllegalStateException: duplicate 6207**********001X")
				.contains("Caused by: java.lang.IllegalArgumentException: mobile 138****5678")
				.contains("\tat cn.zhicheng.security.LoggingConfigurationTest")
				.doesNotContain(NUMBER, MOBILE);
		assertThat(StringUtils.countOccurrencesOf(lines, "IllegalStateException: duplicate")).isEqualTo(1);
	}

	@Test
	void a_pattern_set_by_the_operator_is_used_and_masked_with_its_stack_trace() throws JoranException {
		configure(Map.of("CONSOLE_LOG_PATTERN", "<%msg>%n"));

		String lines = line("seen " + NUMBER, new IllegalStateException("duplicate " + NUMBER));

		assertThat(lines).startsWith("<seen 6207**********001X>")
				.contains("IllegalStateException: duplicate 6207**********001X")
				.contains("\tat cn.zhicheng.security.LoggingConfigurationTest")
				.doesNotContain(NUMBER);
		assertThat(StringUtils.countOccurrencesOf(lines, "IllegalStateException: duplicate")).isEqualTo(1);
	}

	@Test
	void a_log_file_is_written_only_if_one_is_set_and_is_masked() throws JoranException, IOException {
		Path file = directory.resolve("zhicheng.log");
		configure(Map.of("LOG_FILE", file.toString()));

		context.getLogger("cn.zhicheng.filing").info("seen {}", NUMBER, new IllegalStateException(MOBILE));
		context.stop();

		assertThat(Files.readString(file)).contains("seen 6207**********001X", "138****5678")
				.doesNotContain(NUMBER, MOBILE);
	}

	@Test
	void without_a_log_file_there_is_the_console_only() throws JoranException {
		configure(Map.of());

		assertThat(root().getAppender("CONSOLE")).isNotNull();
		assertThat(root().getAppender("FILE")).isNull();
		assertThat(root().getLevel()).isEqualTo(Level.INFO);
	}

	private void configure(Map<String, String> properties) throws JoranException {
		// SLF4J gives the adapter to the context it makes itself; without one no event can be appended.
		context.setMDCAdapter(new LogbackMDCAdapter());
		properties.forEach(context::putProperty);
		JoranConfigurator configurator = new JoranConfigurator();
		configurator.setContext(context);
		configurator.doConfigure(getClass().getResource("/logback-spring.xml"));
		assertThat(context.getStatusManager().getCopyOfStatusList())
				.filteredOn(status -> status.getEffectiveLevel() >= Status.WARN).isEmpty();
	}

	private String line(String message, Throwable thrown, Object... arguments) {
		OutputStreamAppender<ILoggingEvent> console =
				(OutputStreamAppender<ILoggingEvent>) root().getAppender("CONSOLE");
		Logger logger = context.getLogger("cn.zhicheng.filing");
		byte[] encoded = console.getEncoder()
				.encode(new LoggingEvent(Logger.class.getName(), logger, Level.INFO, message, thrown, arguments));
		return new String(encoded, StandardCharsets.UTF_8);
	}

	private Logger root() {
		return context.getLogger(Logger.ROOT_LOGGER_NAME);
	}
}
