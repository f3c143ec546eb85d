package cn.zhicheng.deadline;

import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/**
 * Every extension that was ever given.
 */
interface DeadlineExtensionEntries extends Repository<DeadlineExtension, Long> {

	DeadlineExtension save(DeadlineExtension extension);

	List<DeadlineExtension> findByOrganisationAndCampaignYearOrderByIdDesc(String organisation, int campaignYear, Limit limit);
}
