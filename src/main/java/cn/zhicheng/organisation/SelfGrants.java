package cn.zhicheng.organisation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * Administrators who make themselves reviewers of an organisation. A small one has one clerk for everything, so that it is
 * allowed; but the superior is told, and what the account confirms there is shown to the next level.
 */
@Component
class SelfGrants {

	private final JdbcClient database;
	private final OrganisationDirectory organisations;
	private final StaffAccounts accounts;
	private final SamePerson persons;
	private final AuditTrail audit;
	private final Notices notices;
	private final NotificationSettings settings;
	private final MessageSource messages;
	private final Clock clock;

	SelfGrants(JdbcClient database, OrganisationDirectory organisations, StaffAccounts accounts, SamePerson persons, AuditTrail audit, Notices notices,
			NotificationSettings settings, MessageSource messages, Clock clock) {
		this.database = database;
		this.organisations = organisations;
		this.accounts = accounts;
		this.persons = persons;
		this.audit = audit;
		this.notices = notices;
		this.settings = settings;
		this.messages = messages;
		this.clock = clock;
	}

	/** Somebody has made an account a reviewer of an organisation. */
	@Transactional(propagation = Propagation.MANDATORY)
	void reviewerAdded(Staff administrator, String code, String account) {
		if (!persons.isOfBoth(administrator.userId(), account)) {
			return;
		}
		var now = clock.instant();
		database.sql("insert into self_granted_review (organisation, account, granted_at) values (:code, :account, :now)").param("code", code)
				.param("account", account).param("now", now.atOffset(ZoneOffset.UTC)).update();
		audit.record(AuditKind.RIGHTS_CHANGED, administrator.userId(), code, "account:" + account, Map.of("what", "self-granted review", "group", code));
		notices.send(notice(organisations.get(code), now));
	}

	/** It is over, however the account comes to review there again. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	void on(ReviewerLeft event) {
		database.sql("update self_granted_review set ended_at = :now where organisation = :code and account = :account and ended_at is null").param("code", event.organisation())
				.param("account", event.userId()).param("now", clock.instant().atOffset(ZoneOffset.UTC)).update();
	}

	/** To who administers the superior; above the topmost organisations are the administrators of the installation. */
	private Notice notice(Organisation organisation, Instant now) {
		var told = organisation.superior().map(StaffGroups::administratorsOf).orElse(StaffRole.ADMINISTRATOR.group());
		var recipients = accounts.mailAddressesOf(told).entrySet().stream().map(one -> new Recipient(one.getKey(), one.getValue(), null)).toList();
		var link = settings.address() == null ? "" : "\n" + text("notice.address", settings.address());
		return new Notice("self-granted/" + organisation.code() + "/" + now.toEpochMilli(), text("organisation.selfGranted.subject", organisation.name()),
				text("organisation.selfGranted.body", organisation.name()) + link + "\n" + text("notice.automatic"), recipients);
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
