package cn.zhicheng.evidence;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface EvidenceRepository extends JpaRepository<Evidence, Long> {

	List<Evidence> findByRecordId(long recordId);

	List<Evidence> findByRecordIdAndRemovedAtIsNull(long recordId);

	Optional<Evidence> findByRecordIdAndId(long recordId, long id);

	boolean existsBySha256(String sha256);

	/** Of some hashes those that a row names, removed evidence included. */
	@Query("select distinct e.sha256 from Evidence e where e.sha256 in :hashes")
	Set<String> named(Collection<String> hashes);

	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("delete from Evidence e where e.recordId = :recordId")
	int deleteOfRecord(long recordId);
}
