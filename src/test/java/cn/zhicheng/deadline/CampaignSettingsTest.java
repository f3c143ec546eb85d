package cn.zhicheng.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import cn.zhicheng.MutableClock;

/**
 * What an operator can set of a campaign, and how the calendar goes by it.
 */
class CampaignSettingsTest {

	private static final Deadline STAGE = new Deadline(LocalDate.of(2021, 5, 10));
	/** 2021-05-08 10:00 in China. */
	private static final Instant RETURNED = Instant.parse("2021-05-08T02:00:00Z");

	private final ApplicationContextRunner application = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class)).withUserConfiguration(Calendar.class);

	@Test
	void without_settings_an_amendment_has_five_days_and_gansu_closes_the_campaign() {
		application.run(context -> {
			assertThat(context.getBean(CampaignSettings.class)).isEqualTo(new CampaignSettings(null, "620000", 5));
			assertThat(amendmentDeadline(context.getBean(DeadlineCalendar.class))).isEqualTo("2021-05-13");
		});
	}

	@ParameterizedTest
	@CsvSource({ "0, 2021-05-10", "2, 2021-05-10", "3, 2021-05-11", "10, 2021-05-18", "90, 2021-06-20" })
	void the_days_of_an_amendment_can_be_set_but_do_not_pass_the_campaigns_last_date(int days, String until) {
		application.withPropertyValues("zhicheng.campaign.amendment-days=" + days)
				.run(context -> assertThat(amendmentDeadline(context.getBean(DeadlineCalendar.class))).isEqualTo(until));
	}

	@Test
	void an_amendment_of_less_than_no_days_stops_the_start() {
		application.withPropertyValues("zhicheng.campaign.amendment-days=-1").run(context -> assertThat(context).getFailure()
				.rootCause().hasMessageContaining("zhicheng.campaign.amendment-days must not be negative"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "62", "6200000", "甘肃省", "62000a" })
	void a_region_without_six_digits_stops_the_start(String region) {
		application.withPropertyValues("zhicheng.campaign.region=" + region).run(context -> assertThat(context).getFailure()
				.rootCause().hasMessageContaining("zhicheng.campaign.region must have six digits"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1999", "21", "3000" })
	void a_year_that_no_campaign_can_have_stops_the_start(String year) {
		application.withPropertyValues("zhicheng.campaign.year=" + year).run(context -> assertThat(context).getFailure()
				.rootCause().hasMessageContaining("zhicheng.campaign").hasMessageContaining("year"));
	}

	@Test
	void the_last_date_is_that_of_the_set_region() {
		application.withPropertyValues("zhicheng.campaign.region=630000").run(context -> assertThat(
				context.getBean(DeadlineCalendar.class).lastDate(2021)).isEqualTo(new Deadline(LocalDate.of(2021, 7, 31))));
	}

	@ParameterizedTest
	@CsvSource({
			"2021-01-01T00:00,         2021",
			"2021-06-20T23:59:59.999,  2021",
			"2021-06-21T00:00,         2022",
			"2021-12-31T23:59:59.999,  2022",
			"2022-01-01T00:00,         2022" })
	void unless_a_year_is_set_the_campaign_is_the_one_whose_last_date_is_next_to_come(String now, int year) {
		application.run(context -> {
			context.getBean(MutableClock.class).set(now);
			assertThat(context.getBean(DeadlineCalendar.class).campaignYear()).isEqualTo(year);
		});
	}

	@Test
	void a_year_that_is_set_stays_after_its_last_date() {
		application.withPropertyValues("zhicheng.campaign.year=2021").run(context -> {
			context.getBean(MutableClock.class).set("2023-01-01T00:00");
			assertThat(context.getBean(DeadlineCalendar.class).campaignYear()).isEqualTo(2021);
		});
	}

	@Test
	void a_date_in_the_table_is_one_of_the_campaigns_year_or_names_its_own() {
		application.run(context -> {
			var calendar = context.getBean(DeadlineCalendar.class);
			assertThat(calendar.read("06-20", 2025)).isEqualTo(new Deadline(LocalDate.of(2025, 6, 20)));
			assertThat(calendar.read("2026-01-15", 2025)).isEqualTo(new Deadline(LocalDate.of(2026, 1, 15)));
			assertThatThrownBy(() -> calendar.read("6月20日", 2025)).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("neither MM-dd nor yyyy-MM-dd");
		});
	}

	private static String amendmentDeadline(DeadlineCalendar calendar) {
		return calendar.amendmentDeadline(STAGE, RETURNED, 2021).date().toString();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(CampaignSettings.class)
	@Import(DeadlineCalendar.class)
	static class Calendar {

		@Bean
		MutableClock clock() {
			return MutableClock.at("2021-04-01T09:00");
		}

		@Bean
		DatesInForce dates() {
			return () -> new Dates((region, stage, level) -> Optional.of(region.startsWith("62") ? "06-20" : "07-31"), Map.of());
		}
	}
}
