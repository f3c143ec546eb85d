package cn.zhicheng.deadline;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/**
 * Everything that was ever put in force.
 */
interface DeadlinePublicationEntries extends Repository<DeadlinePublication, Long> {

	DeadlinePublication save(DeadlinePublication publication);

	Optional<DeadlinePublication> findById(long id);

	List<DeadlinePublication> findByIdLessThanOrderByIdDesc(long before, Limit limit);
}
