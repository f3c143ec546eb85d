package cn.zhicheng.alert;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

import org.springframework.stereotype.Component;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditReading.Entry;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.PersonalDataField;

/**
 * Which entries of the audit trail are to be looked after. What individuals and units without an account do for themselves is not,
 * nor what the application does by itself, but for models that it deploys.
 */
@Component
class AlertRules {

	static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	/** What is stored of a reset, by whoever; the entries of individuals' accounts use the names of their events. */
	private static final Set<String> RESETS = Set.of("RESET", "password and second factor reset", "password set");

	private final AlertSettings settings;

	AlertRules(AlertSettings settings) {
		this.settings = settings;
	}

	/** @return for what the entry counts; empty for most */
	Set<AlertKind> kindsOf(Entry entry) {
		var kinds = EnumSet.noneOf(AlertKind.class);
		if (entry.kind() == AuditKind.DEPLOYED) {
			kinds.add(AlertKind.DEPLOYMENTS);
		}
		if (isOfStaff(entry.actor())) {
			switch (entry.kind()) {
				// Evidence is what a review consists of; a number in full is asked for.
				case LOOKED -> addIf(kinds, AlertKind.LOOKS, !PersonalDataField.EVIDENCE.name().equals(entry.details().get("field")));
				case CREDENTIALS_CHANGED -> addIf(kinds, AlertKind.RESETS, RESETS.contains(entry.details().getOrDefault("what", "")) && !entry.actor().equals(entry.subject()));
				case RIGHTS_REFUSED -> kinds.add(AlertKind.REFUSED_RIGHTS);
				case RIGHTS_CHANGED -> kinds.add(AlertKind.RIGHTS);
				case SIGN_IN_REFUSED -> kinds.add(AlertKind.REFUSED_SIGN_INS);
				default -> {
				}
			}
			var local = entry.at().atZone(ZONE);
			addIf(kinds, AlertKind.OUTSIDE_HOURS, AlertKind.OUTSIDE_HOURS.kinds().contains(entry.kind())
					&& !settings.isWorkingTime(local.toLocalDate(), local.toLocalTime()));
		}
		return kinds;
	}

	private static void addIf(Set<AlertKind> kinds, AlertKind kind, boolean counts) {
		if (counts) {
			kinds.add(kind);
		}
	}

	private static boolean isOfStaff(String actor) {
		return !actor.equals(AuditTrail.SYSTEM) && !actor.equals(AuditTrail.APPLICANT) && !actor.contains(":");
	}
}
