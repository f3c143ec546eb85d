package cn.zhicheng.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The settings as they are written in a file or the environment. */
class AlertSettingsTest {

	@EnableConfigurationProperties(AlertSettings.class)
	static class Bound {
	}

	@Test
	void days_and_hours_are_read_as_they_are_told() {
		new ApplicationContextRunner().withUserConfiguration(Bound.class)
				.withPropertyValues("zhicheng.alert.opens=07:30", "zhicheng.alert.closes=18:00", "zhicheng.alert.days-off=2021-04-05,2021-05-03",
						"zhicheng.alert.days-on=2021-05-08", "zhicheng.alert.working-days=monday,TUESDAY")
				.run(application -> {
					var settings = application.getBean(AlertSettings.class);
					assertThat(settings.isWorkingTime(LocalDate.of(2021, 4, 6), LocalTime.of(7, 30))).as("a Tuesday").isTrue();
					assertThat(settings.isWorkingTime(LocalDate.of(2021, 4, 6), LocalTime.of(18, 0))).isFalse();
					assertThat(settings.isWorkingTime(LocalDate.of(2021, 4, 7), LocalTime.of(9, 0))).as("a Wednesday").isFalse();
					assertThat(settings.isWorkingTime(LocalDate.of(2021, 4, 5), LocalTime.of(9, 0))).as("a Monday off").isFalse();
					assertThat(settings.isWorkingTime(LocalDate.of(2021, 5, 8), LocalTime.of(9, 0))).as("a Saturday on").isTrue();
				});
	}
}
