package cn.zhicheng.security;

import java.util.Map;

/**
 * The audit trail (审计日志): every sign-in, look, decision, change of rights, deployment and export. Entries are chained by
 * keyed hashes, so that nobody who holds the database can edit, remove or reorder one without being found out; what
 * exactly that guarantees is said at {@link AuditLinker}.
 *
 * <p>Never personal data: people are named by the id of their account, records by their number. What looks like an
 * identity number, a mobile number or an e-mail address is masked before it is stored.
 */
public interface AuditTrail {

	/** Actor of what nobody did but the application itself. */
	String SYSTEM = "system";
	/** Actor of what the individual did whom it is about, where no {@link #applicant} is named. */
	String APPLICANT = "applicant";

	/**
	 * Adds an entry at this moment, in the caller's transaction: what did not happen is not told. Costs one statement.
	 *
	 * @param actor account name of a member of staff, {@link #applicant} of an individual, or {@link #SYSTEM}; cut to 64
	 *     characters
	 * @param organisation code of the organisation acted for; null for none
	 * @param subject what it was done to: number of a record, an account, an organisation …; null for none, cut to 200
	 * @param details anything more, e.g. {@code address}; short texts, may be empty
	 * @throws IllegalStateException in a read-only transaction, in which the entry would be lost without a word
	 */
	void record(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details);

	/** As {@link #record}, but stays even if the caller's transaction is rolled back: for what was refused. */
	void recordApart(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details);

	/** @return the name by which the audit trail knows a unit without an account, by the number of its application */
	static String organisationApplicant(String number) {
		return "application:" + number;
	}

	/** @return the name by which the audit trail knows an individual */
	static String applicant(long id) {
		return APPLICANT + ":" + id;
	}
}
