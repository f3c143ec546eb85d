package cn.zhicheng.security;

import java.time.Instant;

/**
 * An entry of the audit trail as it is stored.
 *
 * @param details JSON with its keys in alphabetical order; null for none
 * @param seal keyed hash of all before it
 * @param place its place in the chain, from 1; null until it is linked
 * @param link keyed hash of its place, its seal and the link before it; null until it is linked
 */
record AuditEntry(long id, Instant at, String kind, String actor, String organisation, String subject, String details,
		String seal, Long place, String link) {
}
