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

	/**
	 * What is to be known before each decision, in one statement.
	 *
	 * @param account of who decides for the organisation
	 * @return names of {@link Confirmations.Fact}s, one with the code of an organisation behind a blank
	 */
	@Query(nativeQuery = true, value = """
			select 'CONFIRMED ' || h.organisation from history_entry h
			where h.record_id = :recordId and h.submission = :submission and h.event = 'CONFIRMED' and (h.actor = :account
			    or exists (select 1 from same_person p where p.account = :account and p.same_as = h.actor))
			union all
			select 'NOTED' from review_notes n where n.record_id = :recordId and n.organisation = :organisation
			union all
			select 'SELF_GRANTED' from self_granted_review s where s.organisation = :organisation and s.account = :account and s.ended_at is null
			union all
			select 'CODE_HANDED_OUT' from title_record r join applicant a on a.id = r.applicant_id
			where r.id = :recordId and r.organisation = r.employer and (a.code_by = :account
			    or exists (select 1 from same_person p where p.account = :account and p.same_as = a.code_by))
			""")
	@QueryHints(@QueryHint(name = HibernateHints.HINT_FLUSH_MODE, value = "COMMIT"))
	List<String> factsBefore(long recordId, int submission, String account, String organisation);

	/** @return ids of those records in whose history one of the organisations is named */
	@Query("select distinct h.recordId from HistoryEntry h where h.recordId in :records and h.organisation in :organisations")
	Set<Long> recordsOf(Collection<Long> records, Collection<String> organisations);

	/** Only with the draft itself: its author never sent it, or took it back before anyone decided. */
	void deleteByRecordId(Long recordId);
}
