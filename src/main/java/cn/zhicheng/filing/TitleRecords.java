package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

import jakarta.persistence.LockModeType;

/**
 * All title records.
 */
public interface TitleRecords extends JpaRepository<TitleRecord, Long> {

	Optional<TitleRecord> findByNumber(String number);

	/** The record together with its person, in one statement. */
	@EntityGraph(attributePaths = "applicant")
	Optional<TitleRecord> findWithApplicantByNumber(String number);

	@EntityGraph(attributePaths = "applicant")
	Optional<TitleRecord> findByNumberAndApplicantId(String number, Long applicantId);

	/**
	 * The same for a step that only one can take: whoever else wants to take one with this record waits until this
	 * transaction has ended, and then sees what it has done.
	 */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@EntityGraph(attributePaths = "applicant")
	Optional<TitleRecord> findToChangeByNumberAndApplicantId(String number, Long applicantId);

	/** A person's records, the newest first. */
	List<TitleRecord> findByApplicantIdOrderByIdDesc(Long applicantId, Limit limit);

	List<TitleRecord> findByApplicantIdOrderByIdDesc(Long applicantId);

	/** A person's records in which there is an address or mobile number to reach the person, the latest first. */
	@Query("""
			select r from TitleRecord r where r.applicant.id = :applicantId and (r.details.email is not null or r.details.mobile is not null)
			order by r.updatedAt desc, r.id desc
			""")
	List<TitleRecord> withAddress(Long applicantId, Limit limit);

	/** Drafts never submitted that were last changed before a moment, by id. */
	@Query("""
			select r.id from TitleRecord r
			where r.state = cn.zhicheng.filing.RecordState.DRAFT and r.submissions = 0 and r.updatedAt < :before and r.id > :after
			order by r.id
			""")
	List<Long> draftsNeverSubmitted(Instant before, Long after, Limit limit);

	/** Records taken back or lapsed before a moment, by id. */
	@Query("""
			select r.id from TitleRecord r
			where (r.state = cn.zhicheng.filing.RecordState.LAPSED
			    or r.state = cn.zhicheng.filing.RecordState.DRAFT and r.submissions > 0)
			  and r.stageSince < :before and r.updatedAt < :before and r.id > :after
			order by r.id
			""")
	List<Long> withdrawnOrLapsed(Instant before, Long after, Limit limit);

	List<TitleRecord> findByNumberIn(Collection<String> numbers);

	/** The employers to whom a person has submitted records, the latest submission first. */
	@Query("""
			select r.details.employer from TitleRecord r
			where r.applicant.id = :applicantId and r.submittedAt is not null
			order by r.submittedAt desc, r.id desc
			""")
	List<String> employersSubmittedTo(Long applicantId, Limit limit);

	long countByOrganisationAndState(String organisation, RecordState state);

	/** @return how many an organisation below has sent there that wait on their way */
	long countBySentTo(String organisation);

	long countByDetailsEmployerAndStateIn(String employer, Collection<RecordState> states);

	/** Drafts that name one employer name another. */
	@Modifying(flushAutomatically = true)
	@Query("""
			update TitleRecord r set r.details.employer = :to, r.version = r.version + 1
			where r.details.employer = :from and r.state = cn.zhicheng.filing.RecordState.DRAFT
			""")
	int changeEmployerOfDrafts(String from, String to);

	/** A record by its id and number. */
	record Key(long id, String number) {
	}

	/** Records under way that lie at one of the organisations, or were returned and stand under its name, by id. */
	@Query("""
			select new cn.zhicheng.filing.TitleRecords$Key(r.id, r.number) from TitleRecord r
			where r.organisation in :organisations and r.id > :after
			  and r.state in (cn.zhicheng.filing.RecordState.IN_REVIEW, cn.zhicheng.filing.RecordState.RETURNED)
			order by r.id
			""")
	List<Key> underWayAt(Collection<String> organisations, long after, Limit limit);

	/** Records under way whose employer is one of the organisations, by id. */
	@Query("""
			select new cn.zhicheng.filing.TitleRecords$Key(r.id, r.number) from TitleRecord r
			where r.details.employer in :organisations and r.id > :after
			  and r.state in (cn.zhicheng.filing.RecordState.IN_REVIEW, cn.zhicheng.filing.RecordState.RETURNED)
			order by r.id
			""")
	List<Key> underWayOf(Collection<String> organisations, long after, Limit limit);

	/** Records under way that one of the organisations has returned at some time, by id. */
	@Query("""
			select new cn.zhicheng.filing.TitleRecords$Key(r.id, r.number) from TitleRecord r
			where r.returnedBy in :organisations and r.id > :after
			  and r.state in (cn.zhicheng.filing.RecordState.IN_REVIEW, cn.zhicheng.filing.RecordState.RETURNED)
			order by r.id
			""")
	List<Key> underWayReturnedBy(Collection<String> organisations, long after, Limit limit);

	/** Other records of the same person with the same title, for the doubt that one is filed twice. */
	@Query("""
			select r.number from TitleRecord r
			where r.applicant.id = :applicantId and r.id <> :recordId and r.state <> cn.zhicheng.filing.RecordState.LAPSED
			  and r.details.series = :series and r.details.title = :title
			order by r.id
			""")
	List<String> numbersOfSameTitle(Long applicantId, Long recordId, String series, String title, Limit limit);
}
