package cn.zhicheng.security;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class ThrottleSettingsTest {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withUserConfiguration(Settings.class);

	@Test
	void without_settings_the_defaults_hold() {
		application.run(context -> assertThat(context.getBean(ThrottleSettings.class)).isEqualTo(new ThrottleSettings(
				Limit.of("30/1m"), Limit.of("10/1h"), Limit.of("30/10m"), Limit.of("5/15m"), Limit.of("10/1h"),
				Limit.of("30/10m"), 200_000)));
	}

	@Test
	void a_limit_is_set_as_number_and_period() {
		application.withPropertyValues("zhicheng.security.throttle.sign-in-by-number=3/1h").run(context -> {
			assertThat(context.getBean(ThrottleSettings.class).signInByNumber()).isEqualTo(Limit.of("3/1h"));
			assertThat(context.getBean(ThrottleSettings.class).signInByAddress()).isEqualTo(Limit.of("30/10m"));
		});
	}

	@Test
	void a_wrong_limit_stops_the_start_with_an_example() {
		application.withPropertyValues("zhicheng.security.throttle.sign-in-by-number=three an hour").run(context ->
				assertThat(context).getFailure().rootCause()
						.hasMessageContaining("a limit is written as number/period, e.g. 30/1m"));
	}

	@Test
	void too_few_keys_stop_the_start() {
		application.withPropertyValues("zhicheng.security.throttle.keys=10").run(context ->
				assertThat(context).getFailure().rootCause().hasMessageContaining("1000"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ThrottleSettings.class)
	static class Settings {
	}
}
