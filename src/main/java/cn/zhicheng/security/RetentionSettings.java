package cn.zhicheng.security;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.Assert;

/**
 * How long what is kept, under {@code zhicheng.retention}. Published titles, their records and their history stay.
 *
 * @param at when it is looked for what is over: seconds, minutes, hours, day, month and day of the week, in China
 * @param drafts never submitted: time after the last date of the campaign in which they were last changed
 * @param withdrawnAndLapsed records, with their evidence and history, since they were withdrawn or lapsed
 * @param accounts of individuals without any record, since they were created; what happened to such an
 *        account goes with it
 * @param rosters people on the roster of a unit who have no account, since they were put on it or given a code last
 * @param accountHistory what happened to the accounts of individuals
 * @param looks at personal data
 * @param applications of units without an account, since they were decided
 * @param audit entries of the audit trail, sign-ins among them; at least half a year (网络安全法 第二十一条)
 */
@ConfigurationProperties("zhicheng.retention")
public record RetentionSettings(@DefaultValue("0 30 2 * * *") String at, @DefaultValue("90d") Duration drafts,
		@DefaultValue("730d") Duration withdrawnAndLapsed, @DefaultValue("365d") Duration accounts,
		@DefaultValue("365d") Duration rosters, @DefaultValue("1095d") Duration accountHistory,
		@DefaultValue("1095d") Duration looks, @DefaultValue("730d") Duration applications, @DefaultValue("1826d") Duration audit) {

	public RetentionSettings {
		Assert.isTrue(CronExpression.isValidExpression(at), "zhicheng.retention.at must be a cron expression of six fields, but is " + at);
		atLeast(drafts, 1, "drafts");
		atLeast(withdrawnAndLapsed, 1, "withdrawn-and-lapsed");
		atLeast(accounts, 1, "accounts");
		atLeast(rosters, 1, "rosters");
		atLeast(accountHistory, 1, "account-history");
		atLeast(looks, 1, "looks");
		atLeast(applications, 1, "applications");
		atLeast(audit, 183, "audit");
	}

	private static void atLeast(Duration is, int days, String name) {
		Assert.isTrue(is.toDays() >= days, "zhicheng.retention.%s must be at least %dd, but is %s".formatted(name, days, is));
	}
}
