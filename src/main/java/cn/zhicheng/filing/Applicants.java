package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * All applicants.
 */
interface Applicants extends JpaRepository<Applicant, Long> {

	Optional<Applicant> findByDocumentTypeAndDocumentNumberHash(DocumentType documentType, String documentNumberHash);

	/** People known since before a moment who have no record, by id. */
	@Query("""
			select a.id from Applicant a
			where a.createdAt < :before and a.id > :after and not exists (select r from TitleRecord r where r.applicant = a)
			order by a.id
			""")
	List<Long> withoutRecords(Instant before, Long after, Limit limit);

	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("update Applicant a set a.keeper = :heir where a.keeper = :organisation")
	void changeKeeper(String organisation, String heir);

	/** The people with one of these numbers for whose account the unit answers. */
	List<Applicant> findByKeeperAndDocumentNumberHashIn(String keeper, Collection<String> documentNumberHashes);

	/** The unit answers for nobody's account any more. */
	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("update Applicant a set a.keeper = null where a.keeper = :organisation")
	void releaseAll(String organisation);

	/** @return {@link Applicant#credentials()}; empty if there is no such person */
	@Query("select a.credentials from Applicant a where a.id = :id")
	Optional<Integer> credentialsOf(long id);
}
