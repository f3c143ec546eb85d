package cn.zhicheng.alert;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What is to be looked after, under {@code zhicheng.alert}.
 *
 * @param every time after which new entries of the audit trail are looked at
 * @param looks so many numbers seen in full by one account on one day
 * @param resets so many resets of others' passwords by one account on one day
 * @param refusedSignIns so many failed attempts to sign in to one account on one day
 * @param outsideHours so many things done by one account outside of working hours on one day
 * @param workingDays days of the week on which work is done
 * @param opens begin of the working hours, in China
 * @param closes end of the working hours
 * @param daysOff holidays on working days
 * @param daysOn days on which work is done though the day of the week is none of them (调休)
 */
@ConfigurationProperties("zhicheng.alert")
record AlertSettings(@DefaultValue("1m") Duration every, @DefaultValue("200") int looks, @DefaultValue("1") int resets, @DefaultValue("20") int refusedSignIns, @DefaultValue("1") int outsideHours,
		@DefaultValue({ "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY" }) Set<DayOfWeek> workingDays, @DefaultValue("08:00") LocalTime opens,
		@DefaultValue("20:00") LocalTime closes, @DefaultValue Set<LocalDate> daysOff, @DefaultValue Set<LocalDate> daysOn) {

	AlertSettings {
		Assert.isTrue(every.toMillis() >= 1000, "zhicheng.alert.every must be at least 1s, but is " + every);
		Assert.isTrue(looks > 0 && resets > 0 && refusedSignIns > 0 && outsideHours > 0, "zhicheng.alert.looks, resets, refused-sign-ins and outside-hours must be at least 1");
		Assert.isTrue(opens.isBefore(closes), "zhicheng.alert.opens must be before zhicheng.alert.closes");
	}

	/** @return how often on one day it is told of */
	int from(AlertKind kind) {
		return switch (kind) {
			case LOOKS -> looks;
			case RESETS -> resets;
			case REFUSED_SIGN_INS -> refusedSignIns;
			case OUTSIDE_HOURS -> outsideHours;
			default -> 1;
		};
	}

	boolean isWorkingTime(LocalDate day, LocalTime time) {
		boolean works = daysOn.contains(day) || workingDays.contains(day.getDayOfWeek()) && !daysOff.contains(day);
		return works && !time.isBefore(opens) && time.isBefore(closes);
	}
}
