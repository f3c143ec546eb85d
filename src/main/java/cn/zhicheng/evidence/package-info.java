/**
 * Evidence (佐证材料) of title records: upload, inspection, storage outside the database, and page images for viewing.
 *
 * <p>
 * A record is known here only by its number. Whether someone may add, remove or see a file is decided by the callers,
 * {@link cn.zhicheng.evidence.EvidenceArchive} and {@link cn.zhicheng.evidence.PageImages} do as they are told.
 */
package cn.zhicheng.evidence;
