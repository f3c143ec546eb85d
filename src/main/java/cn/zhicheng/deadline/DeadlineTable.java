package cn.zhicheng.deadline;

import java.util.Optional;

import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The table of dates that process designers keep: the decision {@code deadlines}.
 */
public interface DeadlineTable {

	/**
	 * @param region six digits of the organisation's administrative division
	 * @return {@code MM-dd} in the campaign's year or {@code yyyy-MM-dd}; empty when the table has no row for it
	 */
	Optional<String> dateFor(String region, Stage stage, OrganisationLevel level);
}
