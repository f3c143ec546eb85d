package cn.zhicheng.review;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OtherReviewers;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Tells that records wait where nobody may decide on them (无其他审核人): the organisation's administrators, who can add somebody,
 * and those who administer and review for its superior. Once, until none waits there any more.
 */
@Component
public class MissingReviewers implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(MissingReviewers.class);
	/** It takes a look at every record under review, and nobody adds a reviewer within minutes. */
	private static final Duration EVERY = Duration.ofHours(1);

	private final OtherReviewers others;
	private final OrganisationDirectory organisations;
	private final StaffAccounts accounts;
	private final Notices notices;
	private final NotificationSettings settings;
	private final JdbcClient database;
	private final MessageSource messages;
	private final TransactionTemplate transaction;
	private final Clock clock;

	MissingReviewers(OtherReviewers others, OrganisationDirectory organisations, StaffAccounts accounts, Notices notices, NotificationSettings settings,
			JdbcClient database, MessageSource messages, PlatformTransactionManager transactions, Clock clock) {
		this.others = others;
		this.organisations = organisations;
		this.accounts = accounts;
		this.notices = notices;
		this.settings = settings;
		this.database = database;
		this.messages = messages;
		this.transaction = new TransactionTemplate(transactions);
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::tellInBackground, EVERY, EVERY));
	}

	private void tellInBackground() {
		try {
			tellAll();
		} catch (RuntimeException e) {
			LOG.error("Nobody could be told where reviewers are missing; the next round tries again", e);
		}
	}

	/** Tells of every organisation that has not been told of since nobody was missing there. */
	public void tellAll() {
		if (!notices.reachSomebody()) {
			return;
		}
		var missing = others.missing();
		var told = database.sql("select organisation from missing_reviewer_notice").query(String.class).list();
		told.stream().filter(code -> !missing.containsKey(code))
				.forEach(code -> database.sql("delete from missing_reviewer_notice where organisation = :code").param("code", code).update());
		new TreeMap<>(missing).forEach((code, records) -> {
			if (!told.contains(code)) {
				tell(code, records);
			}
		});
	}

	private void tell(String code, int records) {
		try {
			transaction.executeWithoutResult(status -> {
				var now = clock.instant();
				database.sql("insert into missing_reviewer_notice (organisation, told_at) values (:code, :now)").param("code", code)
						.param("now", now.atOffset(ZoneOffset.UTC)).update();
				notices.send(notice(organisations.get(code), records, now));
			});
		} catch (DuplicateKeyException another) {
			LOG.debug("Another instance has told of {}", code);
		}
	}

	private Notice notice(Organisation organisation, int records, Instant now) {
		var addresses = new TreeMap<String, String>(accounts.mailAddressesOf(StaffGroups.administratorsOf(organisation.code())));
		organisation.superior().ifPresent(superior -> {
			addresses.putAll(accounts.mailAddressesOf(StaffGroups.administratorsOf(superior)));
			addresses.putAll(accounts.mailAddressesOf(superior));
		});
		var recipients = addresses.entrySet().stream().map(MissingReviewers::recipient).toList();
		var link = settings.address() == null ? "" : "\n" + text("notice.address", settings.address());
		return new Notice("missing-reviewer/" + organisation.code() + "/" + now.getEpochSecond(), text("missingReviewer.subject", organisation.name()),
				text("missingReviewer.body", organisation.name(), records) + link + "\n" + text("notice.automatic"), recipients);
	}

	private static Recipient recipient(Map.Entry<String, String> account) {
		return new Recipient(account.getKey(), account.getValue(), null);
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
