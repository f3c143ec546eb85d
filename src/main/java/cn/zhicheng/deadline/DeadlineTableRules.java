package cn.zhicheng.deadline;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.TreeEdge;

/**
 * What a table of dates owes everybody who has to keep them, looked at before it is used: every date exists, every stage of
 * every organisation has one, none is later than that of the next one up (甘人社通〔2021〕117号 三: 自下而上、逐级报送), no row
 * stands where it is never reached, and none moves to a day that has passed without somebody saying that it is meant.
 */
@Component
public class DeadlineTableRules {

	private final CampaignSettings settings;
	private final Clock clock;

	DeadlineTableRules(CampaignSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * @param table that is to be used
	 * @param former that is used now; null when there is none: then no date has changed
	 * @param tree from {@link cn.zhicheng.organisation.TreeEdges}; empty: only what holds for the province is asked
	 * @param pastDatesConfirmed whether somebody has said that dates changed to past days are meant, and what they do is known
	 * @return everything that is wrong: rows first, then what is missing, out of order, and past; empty: it can be used
	 */
	public List<DeadlineFault> faultsOf(DeadlineRows table, DeadlineTable former, Collection<TreeEdge> tree, boolean pastDatesConfirmed) {
		var questions = DeadlineQuestions.of(settings.region(), tree);
		var inspection = new DeadlineInspection(table, new CampaignDates(former == null ? table : former, settings, clock.instant()), questions);
		inspection.checkRows();
		inspection.checkCoverage();
		inspection.checkOrder(tree, settings.region());
		if (former != null && !pastDatesConfirmed) {
			inspection.checkPastDates(former, clock.instant());
		}
		return inspection.faults();
	}
}
