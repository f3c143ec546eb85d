package cn.zhicheng.security;

import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * Tells the audit trail who of the staff signed on and off, and who was refused.
 */
@Component
class StaffSignOnAudit {

	/** What is no account's name is not kept: it may be a password that was typed in the wrong field. */
	private static final String UNKNOWN = "unknown";

	private final AuditTrail audit;
	private final StaffDirectory directory;

	StaffSignOnAudit(AuditTrail audit, StaffDirectory directory) {
		this.audit = audit;
		this.directory = directory;
	}

	/** Somebody signed on in a browser. */
	void signedOn(Staff staff, String address) {
		record(AuditKind.SIGNED_IN, staff.userId(), Map.of("address", address));
	}

	void signedOut(Staff staff, String address) {
		record(AuditKind.SIGNED_OUT, staff.userId(), Map.of("address", address));
	}

	/**
	 * @param account as it was typed; whether there is one of this name takes one question either way
	 * @param what was wrong or missing
	 */
	void refused(String account, String what, String address) {
		var known = directory.passwordStamp(account).isPresent() ? account : UNKNOWN;
		record(AuditKind.SIGN_IN_REFUSED, known, Map.of("what", what, "address", address));
	}

	/** @param what was done with password or second factor */
	void credentialsChanged(String account, String what) {
		record(AuditKind.CREDENTIALS_CHANGED, account, Map.of("what", what));
	}

	private void record(AuditKind kind, String account, Map<String, String> details) {
		audit.record(kind, account, null, account, details);
	}
}
