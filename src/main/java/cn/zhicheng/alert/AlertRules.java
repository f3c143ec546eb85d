package cn.zhicheng.alert;

import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

import org.springframework.stereotype.Component;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditReading.Entry;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.PersonalDataField;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

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
		if (entry.actor().equals(AuditTrail.SYSTEM) && entry.kind() == AuditKind.RIGHTS_CHANGED && entry.details().containsKey("left")) {
			// Somebody had given it past the application.
			kinds.add(AlertKind.RIGHTS);
		}
		if (isOfStaff(entry.actor())) {
			switch (entry.kind()) {
				// Evidence is what a review consists of; a number in full is asked for.
				case LOOKED -> addIf(kinds, AlertKind.LOOKS, !PersonalDataField.EVIDENCE.name().equals(entry.details().get("field")));
				case CREDENTIALS_CHANGED -> addIf(kinds, AlertKind.RESETS, RESETS.contains(entry.details().getOrDefault("what", "")) && !entry.actor().equals(entry.subject()));
				case RIGHTS_REFUSED -> kinds.add(AlertKind.REFUSED_RIGHTS);
				case RIGHTS_CHANGED -> addIf(kinds, AlertKind.RIGHTS, givesMuch(entry));
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

	/** Who reviews or supervises where is each organisation's daily business; roles, administrators and rights of single accounts are not. */
	private static boolean givesMuch(Entry entry) {
		var what = entry.details().getOrDefault("what", "");
		var group = entry.details().getOrDefault("group", "");
		var holder = entry.subject() == null ? "" : entry.subject();
		boolean right = entry.details().containsKey("resource");
		return what.equals("administrator") || what.equals("self-granted review") || StaffRole.of(group).isPresent() || StaffGroups.isAdministrators(group)
				|| right && (!holder.startsWith("group:") || StaffRole.of(holder.substring("group:".length())).isPresent());
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
