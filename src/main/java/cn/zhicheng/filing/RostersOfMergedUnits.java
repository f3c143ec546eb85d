package cn.zhicheng.filing;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.OrganisationMerged;

/**
 * When a unit goes into another one, its roster and the accounts it answers for go there too; codes handed out stay good.
 * Who is on both rosters stays on the heir's, as somebody whose account the heir answers for if the other unit did.
 */
@Component
class RostersOfMergedUnits {

	private final RosterEntries entries;
	private final Applicants applicants;

	RostersOfMergedUnits(RosterEntries entries, Applicants applicants) {
		this.entries = entries;
		this.applicants = applicants;
	}

	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void follow(OrganisationMerged event) {
		entries.activateThoseActiveAt(event.code(), event.heir());
		entries.moveThoseUnknownTo(event.code(), event.heir());
		entries.removeAll(event.code());
		applicants.changeKeeper(event.code(), event.heir());
	}
}
