package cn.zhicheng.filing;

import java.util.List;
import java.util.Optional;

import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.OrganisationClosed;

/**
 * When a unit is closed, its roster goes and it answers for no account any more; the accounts stay, and the history of each
 * person says why.
 */
@Component
class RostersOfClosedUnits {

	private static final Limit CHUNK = Limit.of(500);

	private final RosterEntries entries;
	private final Applicants applicants;
	private final AccountHistory history;

	RostersOfClosedUnits(RosterEntries entries, Applicants applicants, AccountHistory history) {
		this.entries = entries;
		this.applicants = applicants;
		this.history = history;
	}

	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	public void dissolve(OrganisationClosed event) {
		var clerk = new RosterClerk(event.code(), event.userId(), event.remoteAddress());
		long last = 0;
		for (var some = entries.findByOrganisationAndIdGreaterThanOrderById(event.code(), last, CHUNK); !some.isEmpty();
				some = entries.findByOrganisationAndIdGreaterThanOrderById(event.code(), last, CHUNK)) {
			tell(clerk, some);
			last = some.get(some.size() - 1).id();
		}
		entries.removeAll(event.code());
		applicants.releaseAll(event.code());
	}

	private void tell(RosterClerk clerk, List<RosterEntry> people) {
		var kept = applicants.findByKeeperAndDocumentNumberHashIn(clerk.organisation(), people.stream().map(RosterEntry::documentNumberHash).toList());
		for (var person : people) {
			history.record(AccountEventKind.UNIT_CLOSED, person, accountOf(person, kept).orElse(null), clerk);
		}
	}

	private static Optional<Applicant> accountOf(RosterEntry person, List<Applicant> kept) {
		return kept.stream().filter(account -> account.documentNumberHash().equals(person.documentNumberHash())
				&& account.documentType() == person.documentType()).findFirst();
	}
}
