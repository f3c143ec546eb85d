package cn.zhicheng.filing;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The history of each person's account (账户记录), which the person can read in the portal. It is only added to until an
 * entry's time is over, and every entry is published as {@link AccountChanged}.
 */
@Service
public class AccountHistory {

	/** Entries that are shown: those of several years. */
	private static final Limit SHOWN = Limit.of(200);
	private static final Set<AccountEventKind> SIGN_INS = Set.of(AccountEventKind.SIGNED_IN, AccountEventKind.OPENED);

	private final AccountEvents entries;
	private final ApplicationEventPublisher events;
	private final Clock clock;

	AccountHistory(AccountEvents entries, ApplicationEventPublisher events, Clock clock) {
		this.entries = entries;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * What a member of staff did for a person on the roster.
	 *
	 * @param account the account this touched; null if none
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void record(AccountEventKind kind, RosterEntry person, Applicant account, RosterClerk clerk) {
		record(person.documentType(), person.documentNumberHash(), account == null ? null : account.id(), kind, clerk.organisation(), clerk.userId(), clerk.remoteAddress());
	}

	/**
	 * What a person did.
	 *
	 * @param organisation the unit whose code was used; null for none
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	void record(AccountEventKind kind, Applicant person, String organisation, String remoteAddress) {
		record(person.documentType(), person.documentNumberHash(), person.id(), kind, organisation, null, remoteAddress);
	}

	private void record(DocumentType type, String numberHash, Long applicantId, AccountEventKind kind, String organisation,
			String userId, String remoteAddress) {
		// The databases keep microseconds.
		var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
		entries.save(new AccountEvent(type, numberHash, kind, organisation, userId, remoteAddress, now));
		events.publishEvent(new AccountChanged(kind, numberHash, applicantId, organisation, userId, remoteAddress, now));
	}

	/** @return what happened to the person's account, the newest first, at most 200 entries */
	@Transactional(readOnly = true)
	public List<AccountEvent> of(Applicant person) {
		return entries.findByDocumentNumberHashAndDocumentTypeOrderByIdDesc(person.documentNumberHash(), person.documentType(), SHOWN);
	}

	/** @return the person's last sign-in so far; empty before the first */
	Optional<AccountEvent> lastSignIn(Applicant person) {
		return entries.findFirstByDocumentNumberHashAndDocumentTypeAndKindInOrderByIdDesc(person.documentNumberHash(),
				person.documentType(), SIGN_INS);
	}
}
