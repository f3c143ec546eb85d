package cn.zhicheng.deadline;

import java.time.Clock;

/** The rules for tables of dates in the campaign of 2021 in Gansu, for tests of other modules. */
public final class TestDeadlineRules {

	private TestDeadlineRules() {
	}

	public static DeadlineTableRules in2021(Clock clock) {
		return new DeadlineTableRules(new CampaignSettings(2021, "620000", 5), clock);
	}
}
