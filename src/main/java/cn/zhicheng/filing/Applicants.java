package cn.zhicheng.filing;

import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * All applicants.
 */
interface Applicants extends JpaRepository<Applicant, Long> {

	Optional<Applicant> findByDocumentTypeAndDocumentNumberHash(DocumentType documentType, String documentNumberHash);
}
