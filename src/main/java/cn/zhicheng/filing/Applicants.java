package cn.zhicheng.filing;

import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * All applicants.
 */
interface Applicants extends JpaRepository<Applicant, Long> {

	Optional<Applicant> findByDocumentTypeAndDocumentNumberHash(DocumentType documentType, String documentNumberHash);

	/** @return {@link Applicant#credentials()}; empty if there is no such person */
	@Query("select a.credentials from Applicant a where a.id = :id")
	Optional<Integer> credentialsOf(long id);
}
