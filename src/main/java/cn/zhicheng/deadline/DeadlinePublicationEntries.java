package cn.zhicheng.deadline;

import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Everything that was ever put in force.
 */
interface DeadlinePublicationEntries extends JpaRepository<DeadlinePublication, Long> {

	List<DeadlinePublication> findByIdLessThanOrderByIdDesc(long before, Limit limit);
}
