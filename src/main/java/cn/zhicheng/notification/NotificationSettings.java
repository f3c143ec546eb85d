package cn.zhicheng.notification;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Settings of notifications, prefix {@code zhicheng.notification}; the mail server is Spring's {@code spring.mail.*}.
 *
 * @param from address of the sender of e-mail; null: {@code spring.mail.username}
 * @param address address of this application in messages to staff, e.g. {@code https://zc.example.cn}; null: none is named
 * @param sendEvery how often is looked for messages that are due
 * @param firstRetry when a message that could not be sent is tried again; twice as long after each further time
 * @param longestRetry longest time between two attempts
 * @param giveUpAfter when a message is not tried any more, since it was made
 */
@Validated
@ConfigurationProperties("zhicheng.notification")
public record NotificationSettings(
		@Pattern(regexp = "\\S+@\\S+", message = "zhicheng.notification.from must be an e-mail address") String from,
		@Pattern(regexp = "https?://\\S+", message = "zhicheng.notification.address must be a full address, e.g. https://zc.example.cn") String address,
		@NotNull @DefaultValue("10s") Duration sendEvery, @NotNull @DefaultValue("1m") Duration firstRetry,
		@NotNull @DefaultValue("1h") Duration longestRetry, @NotNull @DefaultValue("3d") Duration giveUpAfter) {

	/** @return how long to wait after so many attempts */
	Duration pauseAfter(int attempts) {
		var pause = firstRetry.multipliedBy(1L << Math.min(attempts - 1, 20));
		return pause.compareTo(longestRetry) < 0 ? pause : longestRetry;
	}
}
