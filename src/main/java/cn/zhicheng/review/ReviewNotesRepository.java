package cn.zhicheng.review;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * Notes of reviewers on records that are not decided yet.
 */
interface ReviewNotesRepository extends JpaRepository<ReviewNotes, Long> {

	Optional<ReviewNotes> findByRecordIdAndSubmissionAndOrganisationAndReviewer(Long recordId, int submission,
			String organisation, String reviewer);

	/** @return notes of all reviewers of the organisation, of earlier submissions too */
	List<ReviewNotes> findByRecordIdAndOrganisation(Long recordId, String organisation);

	/** The organisation where a record lies has gone into another one. */
	@Modifying(flushAutomatically = true)
	@Query("update ReviewNotes n set n.organisation = :to where n.recordId = :recordId and n.organisation = :from")
	void handOver(Long recordId, String from, String to);

	/** The record is deleted, a draft that was taken back: what reviewers had noted meanwhile goes with it. */
	@Modifying
	@Query("delete from ReviewNotes n where n.recordId = :recordId")
	void deleteOf(Long recordId);

	/** An account is removed: nobody else has read what it noted. */
	@Modifying
	@Query("delete from ReviewNotes n where n.reviewer = :reviewer")
	void deleteBy(String reviewer);
}
