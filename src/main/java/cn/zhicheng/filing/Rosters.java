package cn.zhicheng.filing;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.security.Masking;
import cn.zhicheng.security.PersonalDataHash;

/**
 * The rosters (花名册) of units and archive agencies: whom they have file, and the activation codes they hand out. A unit
 * reaches only people of its own roster.
 *
 * <p>A person may stand on several rosters, for people have two posts or change units. Each unit hands out codes of its
 * own, and sees nothing of the others. The account is opened by the first code used, and from then on only that unit
 * answers for it: it alone can reset it, and the codes of the others open nothing, or any unit could take over the account
 * of anybody whose number it knows. Signed in, the person can put the account under another of these units with its
 * code ({@link ApplicantAccounts#moveTo}). A unit that is shut out by another one's use of its number can claim the account
 * ({@link AccountClaims}).
 */
@Service
@Transactional
public class Rosters {

	/** Most people added or given codes in one go. */
	public static final int MAX_AT_ONCE = 5_000;
	/** People on one page of the list. */
	public static final int PAGE_SIZE = 50;

	private static final int CHUNK = 500;
	/** As long as the longest number that is typed. */
	private static final int QUOTED = 40;
	/** What a spreadsheet makes of a long number that it takes for an amount: its last digits are lost. */
	private static final Pattern SCIENTIFIC = Pattern.compile("[0-9](\\.[0-9]+)?E\\+[0-9]+");

	private final RosterEntries entries;
	private final Applicants applicants;
	private final ActivationCodes codes;
	private final AccountHistory history;
	private final AccountResets resets;
	private final PersonalDataHash hash;
	private final FilingSettings settings;
	private final Clock clock;

	Rosters(RosterEntries entries, Applicants applicants, ActivationCodes codes, AccountHistory history, AccountResets resets, PersonalDataHash hash,
			FilingSettings settings, Clock clock) {
		this.entries = entries;
		this.applicants = applicants;
		this.codes = codes;
		this.history = history;
		this.resets = resets;
		this.hash = hash;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * A person to be put on a roster, as typed.
	 *
	 * @param row where in the list the person stands, from 1; only told in the problems
	 * @param documentType null if what was typed names none
	 */
	public record Candidate(int row, DocumentType documentType, String documentNumber, String name) {

		String normalisedNumber() {
			return TypedNumber.normalise(documentNumber);
		}

		@Override
		public String toString() {
			return "Candidate[" + row + "]";
		}
	}

	/**
	 * What is wrong with a candidate.
	 *
	 * @param maskedNumber the number, not to be read in full, and like the name cut where it is longer than any
	 * @param messageKey key of a Chinese sentence
	 * @param argument for the sentence; may be null
	 */
	public record RowProblem(int row, String maskedNumber, String name, String messageKey, String argument) {
	}

	/**
	 * What has become of a list of candidates: either all are on the roster now, or there are problems and nobody was added.
	 *
	 * @param added how many are new on the roster
	 * @param known how many were on it before under the same name
	 * @param problems all of them, by row; empty if the list was taken
	 */
	public record Listing(int added, int known, List<RowProblem> problems) {
	}

	/**
	 * A code to be handed to a person; nobody can read it again.
	 *
	 * @param validUntil first instant at which it cannot be used any more
	 */
	public record Slip(String name, String maskedNumber, String code, Instant validUntil) {

		@Override
		public String toString() {
			return "Slip[]";
		}
	}

	/** @param next id to go on after, empty on the last page */
	public record Page(List<RosterEntry> people, Optional<Long> next) {
	}

	/**
	 * People of a roster in the order in which they were added.
	 *
	 * @param after id after which the page begins; 0 for the first page
	 * @param partOfName blank: every name
	 * @param state null: every state
	 */
	@Transactional(readOnly = true)
	public Page page(String organisation, long after, String partOfName, RosterState state) {
		var literal = PersonName.normalise(partOfName).replaceAll("([!%_])", "!$1");
		var states = state == null ? Set.of(RosterState.values()) : Set.of(state);
		var found = entries.page(organisation, after, "%" + literal + "%", states, Limit.of(PAGE_SIZE + 1));
		var shown = found.subList(0, Math.min(PAGE_SIZE, found.size()));
		return new Page(shown, found.size() > PAGE_SIZE ? Optional.of(shown.get(PAGE_SIZE - 1).id()) : Optional.empty());
	}

	/** @return how many people of a roster are in each state, none left out */
	@Transactional(readOnly = true)
	public Map<RosterState, Long> countByState(String organisation) {
		var counts = new EnumMap<RosterState, Long>(RosterState.class);
		for (var state : RosterState.values()) {
			counts.put(state, 0L);
		}
		entries.countByState(organisation).forEach(count -> counts.put(count.getState(), count.getPeople()));
		return counts;
	}

	/** @return the person if on this roster */
	@Transactional(readOnly = true)
	public Optional<RosterEntry> find(String organisation, long id) {
		return entries.findByIdAndOrganisation(id, organisation);
	}

	/**
	 * Puts people on the roster, all of them or, if anything is wrong with one, nobody.
	 *
	 * @param candidates at most {@link #MAX_AT_ONCE}
	 */
	public Listing add(RosterClerk clerk, List<Candidate> candidates) {
		if (candidates.size() > MAX_AT_ONCE) {
			throw new IllegalArgumentException("At most " + MAX_AT_ONCE + " at once, not " + candidates.size());
		}
		var problems = new ArrayList<RowProblem>();
		var people = new ArrayList<RosterEntry>();
		var rows = new HashMap<Key, Candidate>();
		var now = now();
		var today = LocalDate.ofInstant(now, Deadline.ZONE);
		for (var candidate : candidates) {
			var entry = entryOf(clerk, candidate, now);
			var earlier = rows.putIfAbsent(keyOf(entry), candidate);
			var wrong = problemOf(candidate, today).or(() -> Optional.ofNullable(earlier).map(same -> "roster.problem.twice"));
			if (wrong.isPresent()) {
				problems.add(problem(candidate, wrong.get(), earlier == null ? null : Integer.toString(earlier.row())));
			}
			people.add(entry);
		}
		var known = known(clerk.organisation(), people);
		var added = new ArrayList<RosterEntry>();
		for (int i = 0; i < people.size(); i++) {
			var before = known.get(keyOf(people.get(i)));
			if (before == null) {
				added.add(people.get(i));
			} else if (!before.name().equals(people.get(i).name()) && problemOf(candidates.get(i), today).isEmpty()) {
				problems.add(problem(candidates.get(i), "roster.problem.otherName", before.name()));
			}
		}
		if (!problems.isEmpty()) {
			problems.sort(Comparator.comparingInt(RowProblem::row));
			return new Listing(0, 0, List.copyOf(problems));
		}
		entries.saveAll(added);
		added.forEach(entry -> history.record(AccountEventKind.LISTED, entry, null, clerk));
		return new Listing(added.size(), people.size() - added.size(), List.of());
	}

	private record Key(DocumentType type, String numberHash) {
	}

	private static Key keyOf(RosterEntry entry) {
		return new Key(entry.documentType(), entry.documentNumberHash());
	}

	private RosterEntry entryOf(RosterClerk clerk, Candidate candidate, Instant now) {
		var number = candidate.normalisedNumber();
		return new RosterEntry(clerk.organisation(), candidate.documentType(), number, ApplicantAccounts.hashOf(hash, number),
				PersonName.normalise(candidate.name()), clerk.userId(), now);
	}

	private static Optional<String> problemOf(Candidate candidate, LocalDate today) {
		if (candidate.documentType() == null) {
			return Optional.of("roster.problem.type");
		}
		if (SCIENTIFIC.matcher(candidate.normalisedNumber()).matches()) {
			return Optional.of("roster.problem.amount");
		}
		return candidate.documentType().problem(candidate.documentNumber(), today).or(() -> PersonName.problem(candidate.name()));
	}

	private static RowProblem problem(Candidate candidate, String messageKey, String argument) {
		return new RowProblem(candidate.row(), quoted(Masking.documentNumber(candidate.normalisedNumber())),
				quoted(PersonName.normalise(candidate.name())), messageKey, argument);
	}

	/** So much of a text that everybody finds it again; it can be as long as a cell. */
	private static String quoted(String text) {
		return text.codePointCount(0, text.length()) <= QUOTED ? text : text.substring(0, text.offsetByCodePoints(0, QUOTED)) + "…";
	}

	private Map<Key, RosterEntry> known(String organisation, List<RosterEntry> people) {
		var hashes = people.stream().map(RosterEntry::documentNumberHash).distinct().toList();
		var known = new HashMap<Key, RosterEntry>();
		for (int from = 0; from < hashes.size(); from += CHUNK) {
			entries.findByOrganisationAndDocumentNumberHashIn(organisation, hashes.subList(from, Math.min(from + CHUNK, hashes.size())))
					.forEach(entry -> known.put(keyOf(entry), entry));
		}
		return known;
	}

	/**
	 * Hands out a code to each of these people who has not used one yet; a code handed out before stops.
	 *
	 * @param ids of people of this roster; others are passed over
	 */
	public List<Slip> handOut(RosterClerk clerk, Collection<Long> ids) {
		return handOutTo(clerk, entries.findByIdInAndOrganisationOrderById(ids, clerk.organisation()));
	}

	/** Hands out a code to everybody who has not got one, or only one that has run out; at most {@link #MAX_AT_ONCE}. */
	public List<Slip> handOutToAll(RosterClerk clerk) {
		return handOutTo(clerk, entries.withoutCode(clerk.organisation(), now(), Limit.of(MAX_AT_ONCE)));
	}

	private List<Slip> handOutTo(RosterClerk clerk, List<RosterEntry> people) {
		return people.stream().filter(person -> person.state() == RosterState.PENDING)
				.map(person -> handOut(clerk, person, AccountEventKind.CODE_HANDED_OUT, null)).toList();
	}

	private Slip handOut(RosterClerk clerk, RosterEntry person, AccountEventKind kind, Applicant account) {
		var code = codes.random();
		var now = now();
		var validUntil = now.plus(settings.activationCodeValidity());
		person.handOut(codes.hashFor(person, code), clerk.userId(), now, validUntil);
		history.record(kind, person, account, clerk);
		return new Slip(person.name(), person.maskedNumber(), code, validUntil);
	}

	/**
	 * Has the password of an account forgotten that this unit answers for, ends its sessions and hands out a new code, with
	 * which alone it can be opened: the remedy for a forgotten password. The person is told ({@link AccountResets}).
	 *
	 * @return empty if the person is not on this roster or the account is not the unit's
	 */
	public Optional<Slip> reset(RosterClerk clerk, long id) {
		return entries.findByIdAndOrganisation(id, clerk.organisation()).filter(person -> person.state() == RosterState.ACTIVE)
				.flatMap(person -> {
					var account = accountOf(person);
					if (account.isEmpty()) {
						// Erased when its time had come: the code opens a new one.
						return Optional.of(handOut(clerk, person, AccountEventKind.CODE_HANDED_OUT, null));
					}
					return account.filter(found -> isKept(found, person)).map(kept -> {
						kept.forgetPassword();
						resets.tell(kept, clerk.organisation());
						return handOut(clerk, person, AccountEventKind.RESET, kept);
					});
				});
	}

	/**
	 * Takes a person off the roster: the code stops, and the unit answers for the account no longer, which stays.
	 *
	 * @return false if the person was not on it
	 */
	public boolean remove(RosterClerk clerk, long id) {
		var person = entries.findByIdAndOrganisation(id, clerk.organisation());
		person.ifPresent(found -> {
			var account = accountOf(found).filter(any -> isKept(any, found));
			account.ifPresent(kept -> kept.keptBy(null));
			entries.delete(found);
			history.record(AccountEventKind.UNLISTED, found, account.orElse(null), clerk);
		});
		return person.isPresent();
	}

	private Optional<Applicant> accountOf(RosterEntry person) {
		return applicants.findByDocumentTypeAndDocumentNumberHash(person.documentType(), person.documentNumberHash());
	}

	private static boolean isKept(Applicant account, RosterEntry person) {
		return account.keeper().filter(person.organisation()::equals).isPresent();
	}

	/** Puts a person of the demonstration on a roster with a code that everybody knows. */
	void addDemonstration(RosterClerk clerk, Candidate candidate, String code) {
		var entry = entries.save(entryOf(clerk, candidate, now()));
		entry.handOut(codes.hashFor(entry, code), clerk.userId(), now(), now().plus(10 * 365, ChronoUnit.DAYS));
		history.record(AccountEventKind.LISTED, entry, null, clerk);
		history.record(AccountEventKind.CODE_HANDED_OUT, entry, null, clerk);
	}

	private Instant now() {
		return clock.instant().truncatedTo(ChronoUnit.MICROS);
	}
}
