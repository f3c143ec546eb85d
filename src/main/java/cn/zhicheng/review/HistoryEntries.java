package cn.zhicheng.review;

import java.util.List;

import org.springframework.data.repository.Repository;

/**
 * The history of all records: entries are added and read, never changed.
 */
interface HistoryEntries extends Repository<HistoryEntry, Long> {

	HistoryEntry save(HistoryEntry entry);

	List<HistoryEntry> findByRecordIdOrderByAtAscIdAsc(Long recordId);

	boolean existsByRecordIdAndOrganisationIn(Long recordId, java.util.Collection<String> organisations);

	/** Only with the draft itself: its author never sent it, or took it back before anyone decided. */
	void deleteByRecordId(Long recordId);
}
