package cn.zhicheng.access;

import static cn.zhicheng.access.Relation.FOREIGN;
import static cn.zhicheng.access.Relation.OWN;
import static cn.zhicheng.access.Relation.PARENT;
import static cn.zhicheng.access.Relation.SIBLING;

import java.util.Set;

/**
 * Who asks, and what such a one may see. Seen from 甘州区示范小学, whose reviewer, administrator and applicant are among them.
 */
enum Role {

	NOBODY(null, Set.of(), Set.of()),
	/** 专业技术人员: the person of the own record. */
	INDIVIDUAL(null, Set.of(OWN), Set.of()),
	/** 审核人员 of the own organisation; the account that asks is the own one. */
	REVIEWER("access-reviewer", Set.of(OWN), Set.of()),
	/** 机构管理员 of the own organisation, who does not review: administers accounts and sees no records. */
	ORGANISATION_ADMINISTRATOR("access-administrator", Set.of(), Set.of(OWN)),
	/** 机构管理员 of the parent: names the administrators of those below, not their reviewers. */
	SUPERIOR_ADMINISTRATOR("access-superior", Set.of(), Set.of(PARENT)),
	/** 督办人员 of the parent's subtree. */
	SUBTREE_SUPERVISOR("access-subtree", Set.of(OWN, SIBLING, PARENT), Set.of()),
	/** 督办人员 of the province. */
	SUPERVISOR("supervisor", Set.of(Relation.values()), Set.of()),
	DESIGNER("designer", Set.of(), Set.of()),
	/** 管理员 of the installation. */
	ADMINISTRATOR("admin", Set.of(), Set.of(Relation.values())),
	/** 安全管理员: knows of accounts what the audit trail tells. */
	SECURITY("security", Set.of(), Set.of()),
	/** 审计员 */
	AUDITOR("auditor", Set.of(), Set.of());

	private final String account;
	private final Set<Relation> records;
	private final Set<Relation> accounts;

	Role(String account, Set<Relation> records, Set<Relation> accounts) {
		this.account = account;
		this.records = records;
		this.accounts = accounts;
	}

	/** @return name of the staff account; null for those who have none */
	String account() {
		return account;
	}

	boolean isStaff() {
		return account != null;
	}

	boolean seesRecordsOf(Relation relation) {
		return records.contains(relation);
	}

	/** @return whether the pages of organisations let the role change this one, which the test leaves as it is */
	boolean administers(Relation relation) {
		return switch (this) {
			case ORGANISATION_ADMINISTRATOR -> relation == OWN;
			case SUPERIOR_ADMINISTRATOR -> relation == OWN || relation == SIBLING || relation == PARENT;
			default -> false;
		};
	}

	/** @return whether the role sees applications that lie there; who supervises the province sees every task */
	boolean decidesAt(Relation relation) {
		return administers(relation) || this == SUPERVISOR;
	}

	boolean seesAccountsOf(Relation relation) {
		return accounts.contains(relation);
	}
}
