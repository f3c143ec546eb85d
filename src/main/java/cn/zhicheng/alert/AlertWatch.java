package cn.zhicheng.alert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.alert.AlertStore.Key;
import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.security.AuditReading;
import cn.zhicheng.security.AuditReading.Entry;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffRole;

/**
 * Follows the audit trail, each entry once, and counts what is to be looked after. Steps of anybody wait for none of it. For each kind
 * the security administrators get a message on a day on which there is something new.
 */
@Component
class AlertWatch implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);
	private static final int BATCH = 1000;

	private final AuditReading trail;
	private final AlertRules rules;
	private final AlertStore store;
	private final AlertSettings settings;
	private final StaffAccounts accounts;
	private final Notices notices;
	private final NotificationSettings notification;
	private final MessageSource messages;
	private final TransactionTemplate transaction;

	AlertWatch(AuditReading trail, AlertRules rules, AlertStore store, AlertSettings settings, StaffAccounts accounts, Notices notices,
			NotificationSettings notification, MessageSource messages, PlatformTransactionManager transactions) {
		this.trail = trail;
		this.rules = rules;
		this.store = store;
		this.settings = settings;
		this.accounts = accounts;
		this.notices = notices;
		this.notification = notification;
		this.messages = messages;
		this.transaction = new TransactionTemplate(transactions);
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::lookInBackground, settings.every(), settings.every()));
	}

	private void lookInBackground() {
		try {
			look();
		} catch (RuntimeException e) {
			LOG.error("The audit trail could not be looked at for alerts; the next turn goes on", e);
		}
	}

	/** Looks at everything that has come since. */
	void look() {
		int looked = BATCH;
		while (looked == BATCH) {
			looked = transaction.execute(status -> lookAtSome());
		}
	}

	private int lookAtSome() {
		var entries = trail.after(store.placeToGoOnFrom(), BATCH);
		if (entries.isEmpty()) {
			return 0;
		}
		var found = new LinkedHashMap<Key, Found>();
		for (var entry : entries) {
			var day = LocalDate.ofInstant(entry.at(), AlertRules.ZONE);
			rules.kindsOf(entry).forEach(kind -> found.merge(new Key(kind, entry.actor(), day), Found.of(entry), Found::and));
		}
		found.entrySet().stream().filter(this::isNew).map(one -> new Told(one.getKey().day(), one.getKey().kind())).distinct().forEach(this::tell);
		store.reached(entries.get(entries.size() - 1).place());
		return entries.size();
	}

	private boolean isNew(Map.Entry<Key, Found> one) {
		var found = one.getValue();
		return store.add(one.getKey(), found.count(), found.first(), found.last(), found.organisation(), found.subject(), settings.from(one.getKey().kind()));
	}

	private record Found(int count, Instant first, Instant last, String organisation, String subject) {

		static Found of(Entry entry) {
			return new Found(1, entry.at(), entry.at(), entry.organisation(), entry.subject());
		}

		Found and(Found later) {
			return new Found(count + later.count, first.isBefore(later.first) ? first : later.first, last.isAfter(later.last) ? last : later.last,
					later.organisation == null ? organisation : later.organisation, later.subject == null ? subject : later.subject);
		}
	}

	private record Told(LocalDate day, AlertKind kind) {
	}

	/** Who has had the message of that day and kind does not get it again. */
	private void tell(Told told) {
		if (!notices.reachSomebody()) {
			return;
		}
		List<Recipient> recipients = accounts.mailAddressesOf(StaffRole.SECURITY.group()).entrySet().stream()
				.map(one -> new Recipient(one.getKey(), one.getValue(), null)).toList();
		var link = notification.address() == null ? "" : "\n" + text("notice.address", notification.address());
		notices.send(new Notice("alerts/" + told.day() + "/" + told.kind(), text("alert.mail.subject"), text("alert.mail.body", told.day().toString(), text(told.kind().messageKey())) + link + "\n" + text("notice.automatic"), recipients));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
