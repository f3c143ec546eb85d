package cn.zhicheng.review;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * Settings of the review, prefix {@code zhicheng.review}.
 *
 * @param handOverEvery how often is looked for records that still lie at an organisation that was merged
 * @param handOverAtOnce how many are handed over while the one who merged waits for the answer
 */
@Validated
@ConfigurationProperties("zhicheng.review")
public record ReviewSettings(@NotNull @DefaultValue("1m") Duration handOverEvery,
		@Min(value = 0, message = "zhicheng.review.hand-over-at-once must not be negative") @DefaultValue("100") int handOverAtOnce) {
}
