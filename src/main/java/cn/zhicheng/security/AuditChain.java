package cn.zhicheng.security;

/**
 * Beginning and end of the chain of the audit trail.
 *
 * @param erased last place whose entry was erased at the end of its time; 0 for none
 * @param erasedLink link of that entry; empty for none
 * @param last last place there is; 0 for none
 * @param lastLink link of the last entry; empty for none
 * @param seal keyed hash of all before it; null as long as nothing was linked
 */
record AuditChain(long erased, String erasedLink, long last, String lastLink, String seal) {
}
