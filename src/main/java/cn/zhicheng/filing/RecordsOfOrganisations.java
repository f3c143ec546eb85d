package cn.zhicheng.filing;

import java.util.List;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.OrganisationMerged;
import cn.zhicheng.organisation.OrganisationRecords;

/**
 * Tells the organisation tree what depends on an organisation, and lets drafts follow their employer when it is merged.
 */
@Component
class RecordsOfOrganisations implements OrganisationRecords {

	private static final List<RecordState> UNDER_WAY = List.of(RecordState.IN_REVIEW, RecordState.RETURNED);

	private final TitleRecords records;

	RecordsOfOrganisations(TitleRecords records) {
		this.records = records;
	}

	@Override
	@Transactional(readOnly = true)
	public long waitingAt(String organisation) {
		return records.countByOrganisationAndState(organisation, RecordState.IN_REVIEW) + records.countBySentTo(organisation);
	}

	@Override
	@Transactional(readOnly = true)
	public long runningOf(String employer) {
		return records.countByDetailsEmployerAndStateIn(employer, UNDER_WAY);
	}

	/** A draft has no history to be kept: its employer is simply the other one now. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void follow(OrganisationMerged event) {
		records.changeEmployerOfDrafts(event.code(), event.heir());
	}
}
