package cn.zhicheng.deadline;

import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Every extension that was ever given.
 */
interface DeadlineExtensionEntries extends JpaRepository<DeadlineExtension, Long> {

	List<DeadlineExtension> findByOrganisationAndCampaignYearOrderByIdDesc(String organisation, int campaignYear, Limit limit);
}
