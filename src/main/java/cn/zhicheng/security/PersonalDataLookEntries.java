package cn.zhicheng.security;

import java.util.List;
import org.springframework.data.repository.Repository;

/** The stored looks; offers no way to change or remove one. */
interface PersonalDataLookEntries extends Repository<PersonalDataLook, Long> {

	PersonalDataLook save(PersonalDataLook look);

	List<PersonalDataLook> findByRecordNumberOrderByAtAscIdAsc(String recordNumber);
}
