package cn.zhicheng.review;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * Settings of reminders and supervision, prefix {@code zhicheng.supervision}.
 *
 * @param lookEvery how often is looked for organisations that are not supervised yet, for records that are still to lapse,
 *        and for individuals who are to be reminded
 * @param lapseAtOnce how many records lapse while the one who decided it waits for the answer
 * @param lapseAlone how many records one person lets lapse alone, those of the last 24 hours for the same superior included; more
 *        of them another person confirms
 */
@Validated
@ConfigurationProperties("zhicheng.supervision")
public record SupervisionSettings(@NotNull @DefaultValue("1m") Duration lookEvery, @PositiveOrZero @DefaultValue("100") int lapseAtOnce,
		@PositiveOrZero @DefaultValue("10") int lapseAlone) {
}
