package cn.zhicheng.filing;

import java.util.Map;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;

/**
 * Tells the audit trail what happens to the accounts of individuals, in the transaction in which it happens. Who is on a
 * roster without an account is named by the keyed hash of the number.
 */
@Component
class AccountAudit {

	private final AuditTrail audit;

	AccountAudit(AuditTrail audit) {
		this.audit = audit;
	}

	@EventListener
	void on(AccountChanged event) {
		var subject = event.applicantId() == null ? "document:" + event.subject() : AuditTrail.applicant(event.applicantId());
		audit.record(kindOf(event.kind()), event.userId() == null ? subject : event.userId(), event.organisation(), subject,
				Map.of("what", event.kind().name(), "address", event.remoteAddress()));
	}

	private static AuditKind kindOf(AccountEventKind kind) {
		return switch (kind) {
			case SIGNED_IN -> AuditKind.SIGNED_IN;
			case CODE_HANDED_OUT, OPENED, RESET, PASSWORD_CHANGED -> AuditKind.CREDENTIALS_CHANGED;
			case LISTED, UNLISTED, MOVED, UNIT_CLOSED, CLAIMED, CLAIM_APPROVED, CLAIM_REFUSED -> AuditKind.ACCOUNT_CHANGED;
		};
	}
}
