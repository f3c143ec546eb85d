package cn.zhicheng.review;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The history of all records: entries are added and read, never changed.
 */
interface HistoryEntries extends Repository<HistoryEntry, Long> {

	HistoryEntry save(HistoryEntry entry);

	<S extends HistoryEntry> List<S> saveAll(Iterable<S> entries);

	List<HistoryEntry> findByRecordIdOrderByAtAscIdAsc(Long recordId);

	/** @return ids of those records in whose history one of the organisations is named */
	@Query("select distinct h.recordId from HistoryEntry h where h.recordId in :records and h.organisation in :organisations")
	Set<Long> recordsOf(Collection<Long> records, Collection<String> organisations);

	/** Only with the draft itself: its author never sent it, or took it back before anyone decided. */
	void deleteByRecordId(Long recordId);
}
