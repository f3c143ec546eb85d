package cn.zhicheng.verification;

import java.util.List;

import org.springframework.data.repository.Repository;

/**
 * All published titles.
 */
interface RegisterEntries extends Repository<RegisterEntry, Long> {

	RegisterEntry save(RegisterEntry entry);

	/** One certificate can carry one title only, yet two records may name it: the newest stands. */
	List<RegisterEntry> findByDocumentNumberHashAndCertificateNumberHashOrderByPublishedAtDesc(String documentNumberHash,
			String certificateNumberHash);
}
