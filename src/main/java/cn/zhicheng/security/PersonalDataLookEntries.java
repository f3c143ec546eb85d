package cn.zhicheng.security;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The stored looks; offers no way to change one, and to remove one only at the end of its time. */
interface PersonalDataLookEntries extends Repository<PersonalDataLook, Long> {

	PersonalDataLook save(PersonalDataLook look);

	/** Numbers seen in full, not pages of evidence. */
	long countByUserIdAndEvidenceKindIsNullAndAtGreaterThan(String userId, Instant since);

	List<PersonalDataLook> findByRecordNumberOrderByAtAscIdAsc(String recordNumber);

	boolean existsByUserIdAndRecordNumberAndEvidenceKindAndAtGreaterThanEqual(String userId, String recordNumber, String evidenceKind,
			Instant since);

	Optional<PersonalDataLook> findByIdAndRecordNumberIn(Long id, Collection<String> recordNumbers);

	List<PersonalDataLook> findByRecordNumberInOrderByAtDescIdDesc(Collection<String> recordNumbers, Limit limit);

	@Query("""
			select l from PersonalDataLook l
			where l.recordNumber in :recordNumbers and (l.at < :at or (l.at = :at and l.id < :id))
			order by l.at desc, l.id desc
			""")
	List<PersonalDataLook> before(Collection<String> recordNumbers, Instant at, Long id, Limit limit);

	/** Of the oldest looks some, to be erased. */
	@Query("select l.id from PersonalDataLook l where l.at < :before order by l.at, l.id")
	List<Long> olderThan(Instant before, Limit limit);

	@Modifying
	@Query("delete from PersonalDataLook l where l.id in :ids")
	int deleteByIdIn(Collection<Long> ids);
}
