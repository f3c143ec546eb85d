package cn.zhicheng.security;

import java.time.Instant;

/**
 * How far the chain of the audit trail reached at a moment, kept outside the database.
 *
 * @param at in whole seconds
 * @param last last place there was
 * @param lastLink link of the entry there
 * @param seal keyed hash of all before it; null before it is sealed
 */
record AuditAnchor(Instant at, long last, String lastLink, String seal) {
}
