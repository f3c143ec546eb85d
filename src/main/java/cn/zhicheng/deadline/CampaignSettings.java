package cn.zhicheng.deadline;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

/**
 * @param year the year of the campaign (采集批次); null: the one whose last date is next to come
 * @param region the province whose reform office closes the campaign
 * @param amendmentDays days after a return that the individual has in any case
 */
@Validated
@ConfigurationProperties("zhicheng.campaign")
public record CampaignSettings(
		@Min(value = 2000, message = CampaignSettings.YEAR) @Max(value = 2999, message = CampaignSettings.YEAR) Integer year,
		@DefaultValue("620000") @Pattern(regexp = "\\d{6}", message = "zhicheng.campaign.region must have six digits") String region,
		@DefaultValue("5") @Min(value = 0, message = "zhicheng.campaign.amendment-days must not be negative") int amendmentDays) {

	private static final String YEAR = "zhicheng.campaign.year must be a year from 2000 to 2999, or absent";
}
