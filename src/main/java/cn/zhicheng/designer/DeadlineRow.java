package cn.zhicheng.designer;

import java.util.Set;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * A row of the table of dates as it is edited.
 *
 * @param id of the rule in the file; blank for a row that is to be added
 * @param region leading digits of the administrative division; empty: any
 * @param stages empty: any
 * @param levels of the organisation; empty: any
 * @param date {@code MM-dd} or {@code yyyy-MM-dd}
 * @param source on what the date rests
 * @param written what stands in the first three columns when it is more than regions, stages and levels and can only be changed
 *        in Camunda Modeler; null otherwise
 */
public record DeadlineRow(String id, String region, Set<Stage> stages, Set<OrganisationLevel> levels, String date, String source,
		String written) {

	/** @return whether nothing was typed */
	public boolean isBlank() {
		return id.isBlank() && date.isBlank() && region.isBlank() && source.isBlank() && stages.isEmpty();
	}
}
