package cn.zhicheng.evidence;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface EvidenceRepository extends JpaRepository<Evidence, Long> {

	List<Evidence> findByRecordId(long recordId);

	List<Evidence> findByRecordIdAndRemovedAtIsNull(long recordId);

	Optional<Evidence> findByRecordIdAndId(long recordId, long id);

	boolean existsByStoredName(String storedName);

	/** Of some names of files those that a row has, removed evidence included. */
	@Query("select distinct e.storedName from Evidence e where e.storedName in :names")
	Set<String> named(Collection<String> names);

	/** Hashes of content whose rows do not say yet under which name it lies. */
	@Query("select distinct e.sha256 from Evidence e where e.storedName is null")
	List<String> withoutName(Limit most);

	@Modifying
	@Query("update Evidence e set e.storedName = :storedName where e.sha256 = :sha256 and e.storedName is null")
	int name(String sha256, String storedName);

	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("delete from Evidence e where e.recordId = :recordId")
	int deleteOfRecord(long recordId);
}
