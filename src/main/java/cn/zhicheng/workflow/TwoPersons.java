package cn.zhicheng.workflow;

import java.time.Clock;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffRole;

/**
 * What a designer changes, many see at once: with the setting on, a second designer confirms it. While there is only one, that
 * one may go on alone, and the administrators are told; in an emergency too, with a reason.
 */
@Component
class TwoPersons {

	private static final Logger LOG = LoggerFactory.getLogger(TwoPersons.class);

	private final DesignerSettings settings;
	private final JdbcClient database;
	private final AuditTrail audit;
	private final ObjectProvider<Notices> notices;
	private final ObjectProvider<StaffAccounts> accounts;
	private final MessageSource messages;
	private final Clock clock;

	/** Who is told is asked when there is something to tell: the engine is made before. */
	TwoPersons(DesignerSettings settings, JdbcClient database, AuditTrail audit, ObjectProvider<Notices> notices, ObjectProvider<StaffAccounts> accounts,
			MessageSource messages, Clock clock) {
		this.settings = settings;
		this.database = database;
		this.audit = audit;
		this.notices = notices;
		this.accounts = accounts;
		this.messages = messages;
		this.clock = clock;
	}

	boolean isOn() {
		return settings.twoPersons();
	}

	/**
	 * @param account who deploys; null: the folder, which at least one designer confirms if there are two
	 * @return whether another designer has to confirm it
	 */
	boolean isAnotherAsked(String account) {
		return isOn() && database.sql("select count(*) from ACT_ID_MEMBERSHIP where GROUP_ID_ = :designers").param("designers", StaffRole.DESIGNER.group())
				.query(Long.class).single() > 1
				&& (account == null || others(account) > 0);
	}

	private long others(String account) {
		return database.sql("select count(*) from ACT_ID_MEMBERSHIP where GROUP_ID_ = :designers and USER_ID_ <> :account")
				.param("designers", StaffRole.DESIGNER.group()).param("account", account).query(Long.class).single();
	}

	/** A designer went on alone, for there is no other one. */
	void tellOfOneAlone(String account, String deployment) {
		LOG.warn("Designer {} has deployed alone: there is no second one", account);
		tell("alone", account, deployment, "");
	}

	/** A designer confirmed alone what another one should have. */
	void alarm(String account, String deployment, String reason) {
		LOG.error("Designer {} has confirmed a deployment alone, as an emergency; the reason is in the audit trail", account);
		tell("emergency", account, deployment, reason);
	}

	private void tell(String what, String account, String deployment, String reason) {
		audit.record(AuditKind.DEPLOYED, account, null, "designer:" + account, reason.isEmpty() ? Map.of("by", what) : Map.of("by", what, "reason", reason));
		var all = notices.getObject();
		if (!all.reachSomebody()) {
			return;
		}
		var recipients = accounts.getObject().mailAddressesOf(StaffRole.ADMINISTRATOR.group()).entrySet().stream()
				.map(one -> new Recipient(one.getKey(), one.getValue(), null)).toList();
		all.send(new Notice("designer/" + what + "/" + clock.instant(), text("proposals." + what + ".subject", account), text("proposals." + what + ".body", account, deployment, reason),
				recipients));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, UserTexts.LOCALE);
	}
}
