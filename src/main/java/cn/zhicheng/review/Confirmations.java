package cn.zhicheng.review;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.springframework.stereotype.Component;

import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Whether each organisation on the way of a record has confirmed it (甘人社通〔2021〕117号 三: 自下而上、逐级报送). The way is the one
 * it went: what has become of the organisations since, moved, merged or closed, does not matter.
 */
@Component
class Confirmations {

	private final HistoryEntries entries;
	private final OrganisationDirectory organisations;

	Confirmations(HistoryEntries entries, OrganisationDirectory organisations) {
		this.entries = entries;
		this.organisations = organisations;
	}

	/**
	 * One confirmation.
	 *
	 * @param organisation code of the one that confirmed
	 * @param sentTo code of its superior at that moment, to which it sent the record; null when it had none
	 */
	record Link(String organisation, String sentTo) {
	}

	/**
	 * @return whether the confirmations of the present submission lead from the record's unit, each to the organisation that
	 *     confirmed next, to one that had no superior
	 */
	boolean reachTheTop(TitleRecord record) {
		if (record.confirmedAt().isEmpty()) {
			return false;
		}
		var links = new ArrayList<>(entries.confirmationsOf(record.id(), record.submissions()));
		// The last one is of this transaction as a rule, and not written yet; if it is, it stands there twice.
		links.add(new Link(record.organisation(), record.sentTo().orElse(null)));
		return record.sentTo().isEmpty() && lead(record.details().employer(), links);
	}

	/** @return whether the account has confirmed the present submission, be it for an organisation that has gone into another since */
	boolean isBy(TitleRecord record, String account) {
		return entries.existsByRecordIdAndSubmissionAndEventAndActor(record.id(), record.submissions(), HistoryEvent.CONFIRMED, account);
	}

	/** By where each sends the record and not by their moments, which the clocks of several servers may turn around. */
	private boolean lead(String unit, List<Link> links) {
		var reached = new HashSet<>(Set.of(unit));
		var left = new ArrayList<>(links);
		boolean further = true;
		while (further) {
			// More than one step can be taken in the same organisation. What became of one is asked only if it is not named itself.
			var named = left.stream().filter(link -> reached.contains(link.organisation())).toList();
			var next = named.isEmpty() ? left.stream().filter(link -> isHeirOfOne(link.organisation(), reached)).toList() : named;
			further = left.removeAll(next);
			next.stream().map(Link::sentTo).filter(Objects::nonNull).forEach(reached::add);
		}
		return left.isEmpty();
	}

	/** Whoever has taken over an organisation confirms for it. */
	private boolean isHeirOfOne(String organisation, Set<String> others) {
		return others.stream().anyMatch(other -> successorOf(other).equals(successorOf(organisation)));
	}

	private String successorOf(String code) {
		return organisations.successorOf(code).map(Organisation::code).orElse(code);
	}
}
