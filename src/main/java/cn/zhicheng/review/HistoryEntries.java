package cn.zhicheng.review;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.hibernate.jpa.HibernateHints;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

import jakarta.persistence.QueryHint;

/**
 * The history of all records: entries are added and read, never changed.
 */
interface HistoryEntries extends Repository<HistoryEntry, Long> {

	HistoryEntry save(HistoryEntry entry);

	<S extends HistoryEntry> List<S> saveAll(Iterable<S> entries);

	List<HistoryEntry> findByRecordIdOrderByAtAscIdAsc(Long recordId);

	/** @return the confirmations of one submission in their order: confirming organisation, and where it sent the record */
	@Query("""
			select new cn.zhicheng.review.Confirmations$Link(h.organisation, h.sentTo) from HistoryEntry h
			where h.recordId = :recordId and h.submission = :submission and h.event = cn.zhicheng.review.HistoryEvent.CONFIRMED
			order by h.at, h.id
			""")
	@QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = "COMMIT"))
	List<Confirmations.Link> confirmationsOf(long recordId, int submission);

	/** @return whether the account has confirmed this submission, for whichever organisation */
	boolean existsByRecordIdAndSubmissionAndEventAndActor(long recordId, int submission, HistoryEvent event, String actor);

	/** @return ids of those records in whose history one of the organisations is named */
	@Query("select distinct h.recordId from HistoryEntry h where h.recordId in :records and h.organisation in :organisations")
	Set<Long> recordsOf(Collection<Long> records, Collection<String> organisations);

	/** Only with the draft itself: its author never sent it, or took it back before anyone decided. */
	void deleteByRecordId(Long recordId);
}
