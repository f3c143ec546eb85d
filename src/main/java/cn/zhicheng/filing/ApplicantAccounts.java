package cn.zhicheng.filing;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.data.domain.Limit;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.FilingSettings.Activation;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.ApplicantPrincipal.LastSignIn;
import cn.zhicheng.security.ApplicantSessions;
import cn.zhicheng.security.FirstPassword;
import cn.zhicheng.security.KnownPasswords;
import cn.zhicheng.security.PersonalDataHash;

/**
 * Signs individuals in by document number and name (甘人社通〔2021〕117号 三(一) 第二步) together with the password, or at the
 * first sign-in with the activation code that a unit has handed out ({@link Rosters}). Number and name alone never open an
 * existing account, and no answer, nor the time it takes, tells whether a number is known. Attempts are counted where they arrive
 * ({@link ApplicantSignIn}).
 */
@Service
@Transactional
public class ApplicantAccounts implements ApplicantSessions {

	/** Shortest password that is taken, in characters. */
	public static final int MIN_PASSWORD_LENGTH = 8;
	/** Longest password that is taken, in bytes: bcrypt hashes no more. */
	public static final int MAX_PASSWORD_BYTES = 72;

	private static final String HASH_PURPOSE = "document-number";

	private final Applicants applicants;
	private final RosterEntries roster;
	private final TitleRecords records;
	private final ActivationCodes codes;
	private final AccountHistory history;
	private final PersonalDataHash hash;
	private final PasswordEncoder passwords;
	private final KnownPasswords known;
	private final FilingSettings settings;
	private final Clock clock;
	private final String nobodysPassword;

	ApplicantAccounts(Applicants applicants, RosterEntries roster, TitleRecords records, ActivationCodes codes,
			AccountHistory history, PersonalDataHash hash, PasswordEncoder passwords, KnownPasswords known,
			FilingSettings settings, Clock clock) {
		this.applicants = applicants;
		this.roster = roster;
		this.records = records;
		this.codes = codes;
		this.history = history;
		this.hash = hash;
		this.passwords = passwords;
		this.known = known;
		this.settings = settings;
		this.clock = clock;
		this.nobodysPassword = passwords.encode(FirstPassword.random());
	}

	/** @return the hash that is compared with where there is none: of the cost of a real one, of a text nobody knows */
	String nobodysPassword() {
		return nobodysPassword;
	}

	/** Answer to an attempt to sign in. */
	public sealed interface Admission {

		/**
		 * @param person who is signed in
		 * @param principal the person as the session knows them
		 */
		record Admitted(Applicant person, ApplicantPrincipal principal) implements Admission {
		}

		/** Something of what was typed is wrong, or there is no such account: deliberately one answer. */
		record Refused() implements Admission {
		}

		/**
		 * Too many attempts with this number, whether it is known or not; it is to be tried later.
		 *
		 * @param retryAfter how long until it can be tried again
		 */
		record Exhausted(Duration retryAfter) implements Admission {
		}
	}

	/** What a person typed to be identified. */
	public record Claim(DocumentType documentType, String documentNumber, String name) {

		@Override
		public String toString() {
			return "Claim[" + documentType + "]";
		}
	}

	/** @return message key of what is wrong with the form of the number, empty if such a number can exist */
	public Optional<String> numberProblem(Claim claim) {
		return claim.documentType().problem(claim.documentNumber(), LocalDate.ofInstant(clock.instant(), Deadline.ZONE));
	}

	/**
	 * Signs in with the password.
	 *
	 * @param claim whose number {@link #numberProblem} has nothing against
	 * @param remoteAddress where the request comes from
	 */
	public Admission signIn(Claim claim, String password, String remoteAddress) {
		var person = find(claim).filter(applicant -> PersonName.same(applicant.name(), claim.name()));
		var stored = person.flatMap(Applicant::passwordHash);
		boolean matches = passwords.matches(password, stored.orElse(nobodysPassword));
		if (stored.isEmpty() || !matches) {
			return new Admission.Refused();
		}
		return admit(claim, person.get(), AccountEventKind.SIGNED_IN, null, remoteAddress);
	}

	/**
	 * Opens an account at the first sign-in or after a reset: with a code of a unit, or without one where that is the
	 * setting and the account was never opened.
	 *
	 * @param claim whose number {@link #numberProblem} has nothing against
	 * @param code as typed; blank for none
	 * @param password checked before by {@link #passwordProblem}
	 * @throws org.springframework.dao.DataAccessException if the account is being opened by another request at this moment
	 */
	public Admission open(Claim claim, String code, String password, String remoteAddress) {
		// The costly part comes first, so that every answer takes its time.
		var encoded = passwords.encode(password);
		var known = find(claim);
		var listed = roster.findByDocumentNumberHashAndDocumentTypeOrderById(keyOf(claim), claim.documentType()).stream()
				.filter(entry -> PersonName.same(entry.name(), claim.name()))
				.filter(entry -> codes.fits(entry, code, clock.instant())).findFirst();
		listed.filter(entry -> known.isPresent() && !mayOpen(entry.organisation(), known.get())).ifPresent(entry -> entry.refuse(clock.instant()));
		if (known.isPresent() && !PersonName.same(known.get().name(), claim.name())) {
			return new Admission.Refused();
		}
		boolean admitted = listed.isPresent() ? known.isEmpty() || mayOpen(listed.get().organisation(), known.get())
				: code.isBlank() && isFree() && known.filter(applicant -> applicant.credentials() > 0).isEmpty();
		if (!admitted) {
			return new Admission.Refused();
		}
		var person = known.orElseGet(() -> register(claim));
		person.setPasswordHash(encoded);
		listed.ifPresent(entry -> {
			person.openedWithCodeOf(entry.codeHandedOutBy().orElse(null));
			entry.activate();
			person.keptBy(entry.organisation());
		});
		return admit(claim, person, AccountEventKind.OPENED, listed.map(RosterEntry::organisation).orElse(null), remoteAddress);
	}

	/** @return whether it is the password of a person who is signed in */
	@Transactional(readOnly = true)
	boolean isPassword(long applicantId, String password) {
		return applicants.findById(applicantId).orElseThrow().passwordHash().filter(stored -> passwords.matches(password, stored)).isPresent();
	}

	/**
	 * A new password.
	 *
	 * @param principal the person as the session knows them from now on: those with the former password end; null if nothing was changed
	 * @param problem message key of what is wrong; null if it was changed
	 */
	public record NewPassword(ApplicantPrincipal principal, String problem) {

		static NewPassword refused(String problem) {
			return new NewPassword(null, problem);
		}
	}

	/**
	 * Sets another password for a person who is signed in.
	 *
	 * @param present as typed
	 * @param password the new one, as typed
	 */
	NewPassword changePassword(ApplicantPrincipal principal, String present, String password, String remoteAddress) {
		if (!isPassword(principal.id(), present)) {
			return NewPassword.refused("account.password.wrong");
		}
		if (present.equals(password)) {
			return NewPassword.refused("account.password.same");
		}
		var person = get(principal.id());
		var problem = passwordProblem(new Claim(person.documentType(), person.documentNumber(), person.name()), password);
		if (problem.isPresent()) {
			return NewPassword.refused(problem.get());
		}
		person.setPasswordHash(passwords.encode(password));
		history.record(AccountEventKind.PASSWORD_CHANGED, person, null, remoteAddress);
		return new NewPassword(new ApplicantPrincipal(person.id(), person.name(), person.credentials(), principal.lastSignIn()), null);
	}

	/** @return whether somebody who was never here may sign in without a code */
	public boolean isFree() {
		return settings.activation() == Activation.FREE;
	}

	/**
	 * A unit's code opens an existing account only if the unit answers for it. Where nobody does, only if it was the last to
	 * which the person submitted, and has seen it all anyway; where nothing was submitted, only if there is no password that
	 * somebody could lose the account with.
	 */
	private boolean mayOpen(String organisation, Applicant person) {
		return person.keeper().map(organisation::equals).orElseGet(() -> records.employersSubmittedTo(person.id(), Limit.of(1)).stream()
				.findFirst().map(organisation::equals).orElseGet(() -> person.passwordHash().isEmpty()));
	}

	private Admission admit(Claim claim, Applicant person, AccountEventKind kind, String organisation, String remoteAddress) {
		var last = history.lastSignIn(person).map(event -> new LastSignIn(event.happenedAt(), event.remoteAddress())).orElse(null);
		history.record(kind, person, organisation, remoteAddress);
		return new Admission.Admitted(person, new ApplicantPrincipal(person.id(), person.name(), person.credentials(), last));
	}

	/** What has become of the wish to put an account under another unit. */
	public enum Move {
		/** The unit whose code it was answers for the account now. */
		DONE,
		/** No unit has handed out this code to this person, or it cannot be used any more. */
		WRONG_CODE,
		/** Too many wrong codes; it is to be tried later. */
		TOO_OFTEN
	}

	/**
	 * Puts the account of a person who is signed in under the unit that has handed out the code.
	 *
	 * @param code as typed
	 */
	public Move moveTo(long applicantId, String code, String remoteAddress) {
		var person = get(applicantId);
		var key = person.documentNumberHash();
		var entries = roster.findByDocumentNumberHashAndDocumentTypeOrderById(key, person.documentType());
		var listed = entries.stream().filter(entry -> PersonName.same(entry.name(), person.name()))
				.filter(entry -> codes.fits(entry, code, clock.instant())).findFirst();
		if (listed.isEmpty()) {
			return Move.WRONG_CODE;
		}
		entries.stream().filter(entry -> entry.state() == RosterState.ACTIVE).forEach(RosterEntry::moveOut);
		listed.get().activate();
		person.keptBy(listed.get().organisation());
		history.record(AccountEventKind.MOVED, person, listed.get().organisation(), remoteAddress);
		return Move.DONE;
	}

	/** @return id of the person that number and type name, whatever the name; for the audit trail, never for an answer */
	@Transactional(readOnly = true)
	public OptionalLong idOf(Claim claim) {
		if (claim.documentType() == null || claim.documentNumber() == null) {
			return OptionalLong.empty();
		}
		return find(claim).stream().mapToLong(Applicant::id).findFirst();
	}

	/** @throws java.util.NoSuchElementException if there is no such person: the id came from the session */
	@Transactional(readOnly = true)
	public Applicant get(long applicantId) {
		return applicants.findById(applicantId).orElseThrow();
	}

	/** A session ends at once when the password with which it was opened is forgotten or replaced. */
	@Override
	@Transactional(readOnly = true)
	public boolean holds(ApplicantPrincipal person) {
		return applicants.credentialsOf(person.id()).filter(now -> now == person.credentials()).isPresent();
	}

	private Applicant register(Claim claim) {
		var number = claim.documentType().normalise(claim.documentNumber());
		return applicants.save(new Applicant(claim.documentType(), number, keyOf(claim), PersonName.normalise(claim.name()),
				clock.instant()));
	}

	/** @return message key of what is wrong with a new password, empty when it can be taken */
	public Optional<String> passwordProblem(Claim claim, String password) {
		if (password == null || password.length() < MIN_PASSWORD_LENGTH) {
			return Optional.of("problem.password.short");
		}
		if (password.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES) {
			return Optional.of("problem.password.long");
		}
		if (password.codePoints().noneMatch(Character::isLetter) || password.codePoints().noneMatch(Character::isDigit)) {
			return Optional.of("problem.password.simple");
		}
		if (known.contains(password)) {
			return Optional.of("problem.password.known");
		}
		var number = claim.documentType().normalise(claim.documentNumber());
		return number.contains(password.toUpperCase()) || password.toUpperCase().contains(number)
				? Optional.of("problem.password.number") : Optional.empty();
	}

	private Optional<Applicant> find(Claim claim) {
		return applicants.findByDocumentTypeAndDocumentNumberHash(claim.documentType(), keyOf(claim));
	}

	/** @return what the person is known by who has this number, whether there is one or not */
	String keyOf(Claim claim) {
		return hashOf(hash, claim.documentType().normalise(claim.documentNumber()));
	}

	/** @return the keyed hash under which a normalised document number is found, here and in the public register */
	public static String hashOf(PersonalDataHash hash, String normalisedNumber) {
		return hash.of(HASH_PURPOSE, normalisedNumber);
	}
}
