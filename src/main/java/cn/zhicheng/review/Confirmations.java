package cn.zhicheng.review;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
	private final OneHandSettings settings;

	Confirmations(HistoryEntries entries, OrganisationDirectory organisations, OneHandSettings settings) {
		this.entries = entries;
		this.organisations = organisations;
		this.settings = settings;
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

	/** Why somebody who reviews for the organisation where a record lies may not decide on it. */
	enum Bar {
		/** The person has confirmed this submission for another organisation: each level is to be looked at by somebody else. */
		FOR_ANOTHER_ORGANISATION("decision.otherOrganisation", "review.otherOrganisationMissing"),
		/** The person has confirmed this submission, and the step asks for another one (两人复核). */
		OTHER_REVIEWER("decision.otherReviewer", "review.otherMissing"),
		/** The person has opened the way for the record by a code, and that is not to be one hand. */
		CODE_HANDED_OUT("decision.codeHandedOut", "review.codeHandedOutMissing");

		private final String messageKey;
		private final String missingKey;

		Bar(String messageKey, String missingKey) {
			this.messageKey = messageKey;
			this.missingKey = missingKey;
		}

		String messageKey() {
			return messageKey;
		}

		/** @return the same where the organisation has nobody else */
		String missingKey() {
			return missingKey;
		}
	}

	/** What a record, or who decides on it, can have about it before a decision. */
	enum Fact {
		/** The person has confirmed the submission before, with whichever account, for the organisation named. */
		CONFIRMED,
		/** Reviewers of the organisation where it lies have noted something about it. */
		NOTED,
		/** Who decides has made himself a reviewer there. */
		SELF_GRANTED,
		/** The record lies at its unit, and who decides has handed out the code with which the person's account was opened. */
		CODE_HANDED_OUT
	}

	/**
	 * What is to be known of a record before somebody decides on it.
	 *
	 * @param confirmed codes of the organisations for which the person has confirmed the submission, with whichever account
	 * @param oneHandForbidden see {@link OneHandSettings}
	 */
	record Before(Set<String> confirmed, Set<Fact> facts, boolean oneHandForbidden) {

		boolean has(Fact fact) {
			return facts.contains(fact);
		}

		/**
		 * Nobody confirms for another organisation before the unit does; what has gone into the unit is the same one.
		 *
		 * @param otherReviewer whether the step asks for another person than who has confirmed this submission
		 * @return why the person may not decide
		 */
		Optional<Bar> barTo(TitleRecord record, boolean otherReviewer) {
			boolean atUnit = record.organisation().equals(record.details().employer());
			if (!atUnit && confirmed.stream().anyMatch(organisation -> !organisation.equals(record.organisation()))) {
				return Optional.of(Bar.FOR_ANOTHER_ORGANISATION);
			}
			if (otherReviewer && !confirmed.isEmpty()) {
				return Optional.of(Bar.OTHER_REVIEWER);
			}
			return oneHandForbidden && has(Fact.CODE_HANDED_OUT) ? Optional.of(Bar.CODE_HANDED_OUT) : Optional.empty();
		}
	}

	/** @param record that lies at an organisation */
	Before before(TitleRecord record, String account) {
		var confirmed = new HashSet<String>();
		var facts = EnumSet.noneOf(Fact.class);
		for (var row : entries.factsBefore(record.id(), record.submissions(), account, record.organisation())) {
			var parts = row.split(" ", 2);
			facts.add(Fact.valueOf(parts[0]));
			if (parts.length == 2) {
				confirmed.add(parts[1]);
			}
		}
		return new Before(Set.copyOf(confirmed), facts, settings.isForbidden());
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
