package cn.zhicheng.deadline;

import java.util.List;

import cn.zhicheng.organisation.OrganisationLevel;

/**
 * When organisations and individuals are reminded, as process designers keep it: the decision {@code reminders}.
 */
public interface ReminderTable {

	/**
	 * @param region six digits of the administrative division
	 * @param level null: it does not matter
	 * @return in no order; empty when nobody is to be reminded
	 */
	List<ReminderTime> timesFor(String region, Stage stage, OrganisationLevel level);
}
