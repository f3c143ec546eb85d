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
	private final Throttle throttle;

	StaffSignOnAudit(AuditTrail audit, StaffDirectory directory, Throttle throttle) {
		this.audit = audit;
		this.directory = directory;
		this.throttle = throttle;
	}

	/** Somebody signed on in a browser. */
	void signedOn(Staff staff, String address) {
		record(AuditKind.SIGNED_IN, staff.userId(), Map.of("address", address));
	}

	/** A program sent account and password, and they were compared: not with each request, see {@link StaffPasswordProvider}. */
	void signedOnAsProgram(Staff staff, String address) {
		record(AuditKind.SIGNED_IN, staff.userId(), Map.of("what", "program", "address", address));
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

	/**
	 * The identity provider let nobody in, or somebody who has no account with rights here. Beyond a limit by address nothing
	 * is told: whoever comes back from the provider need not have been there.
	 *
	 * @param account as the provider says; empty if it says none
	 */
	void refusedAfterProvider(String account, String address) {
		if (throttle.tryAcquire(Throttle.PROVIDER_REFUSAL_BY_ADDRESS, address)) {
			refused(account, "provider", address);
		}
	}

	/** @param what was done with password or second factor */
	void credentialsChanged(String account, String what) {
		record(AuditKind.CREDENTIALS_CHANGED, account, Map.of("what", what));
	}

	/** Password and second factor were taken from an account. */
	void reset(StaffAccountReset event) {
		audit.record(AuditKind.CREDENTIALS_CHANGED, event.by(), null, event.userId(), Map.of("what", "password and second factor reset"));
	}

	private void record(AuditKind kind, String account, Map<String, String> details) {
		audit.record(kind, account, null, account, details);
	}
}
