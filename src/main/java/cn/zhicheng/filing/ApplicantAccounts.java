package cn.zhicheng.filing;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.security.PersonalDataHash;
import cn.zhicheng.security.Throttle;

/**
 * Signs individuals in by document number and name (甘人社通〔2021〕117号 三(一) 第二步); at the first sign-in the person sets
 * a password that is asked from then on.
 */
@Service
@Transactional
public class ApplicantAccounts {

	/** Shortest password that is taken, in characters. */
	public static final int MIN_PASSWORD_LENGTH = 8;
	/** Longest password that is taken, in bytes: bcrypt hashes no more. */
	public static final int MAX_PASSWORD_BYTES = 72;

	private static final String HASH_PURPOSE = "document-number";

	private final Applicants applicants;
	private final PersonalDataHash hash;
	private final PasswordEncoder passwords;
	private final Throttle throttle;
	private final Clock clock;

	ApplicantAccounts(Applicants applicants, PersonalDataHash hash, PasswordEncoder passwords, Throttle throttle, Clock clock) {
		this.applicants = applicants;
		this.hash = hash;
		this.passwords = passwords;
		this.throttle = throttle;
		this.clock = clock;
	}

	/** Answer to document number and name. */
	public sealed interface Identification {

		/** @param passwordSet whether the password is to be asked; otherwise the person is to set one */
		record Known(boolean passwordSet) implements Identification {
		}

		/** Number and name do not belong together, or the number can not exist: deliberately one answer. */
		record Wrong() implements Identification {
		}

		/**
		 * Too many wrong passwords for this number; it is to be tried later.
		 *
		 * @param retryAfter how long until it can be tried again
		 */
		record Exhausted(Duration retryAfter) implements Identification {
		}
	}

	/** What a person typed to be identified; kept in the session between the two pages of the sign-in. */
	public record Claim(DocumentType documentType, String documentNumber, String name) implements java.io.Serializable {

		@Override
		public String toString() {
			return "Claim[" + documentType + "]";
		}
	}

	/** First page of the sign-in: who does the person claim to be, and is a password to be asked or set? */
	@Transactional(readOnly = true)
	public Identification identify(Claim claim) {
		if (!isPossible(claim)) {
			return new Identification.Wrong();
		}
		var wait = throttle.retryAfter(Throttle.SIGN_IN_BY_NUMBER, keyOf(claim));
		if (!wait.isZero()) {
			return new Identification.Exhausted(wait);
		}
		var applicant = find(claim);
		if (applicant.isPresent() && !PersonName.same(applicant.get().name(), claim.name())) {
			// Names are not to be tried out either.
			throttle.recordFailure(Throttle.SIGN_IN_BY_NUMBER, keyOf(claim));
			return new Identification.Wrong();
		}
		return new Identification.Known(applicant.flatMap(Applicant::passwordHash).isPresent());
	}

	private boolean isPossible(Claim claim) {
		return claim.documentType() != null && claim.documentNumber() != null && claim.name() != null
				&& PersonName.problem(claim.name()).isEmpty() && claim.documentType()
						.problem(claim.documentNumber(), LocalDate.ofInstant(clock.instant(), Deadline.ZONE)).isEmpty();
	}

	/**
	 * Second page: checks the password.
	 *
	 * @return the person; empty when claim or password are wrong, or too many wrong passwords came before
	 */
	public Optional<Applicant> signIn(Claim claim, String password) {
		var key = keyOf(claim);
		// Counted before the check, so that guesses in parallel do not slip past.
		if (!throttle.tryAcquire(Throttle.SIGN_IN_BY_NUMBER, key)) {
			return Optional.empty();
		}
		var found = find(claim).filter(applicant -> PersonName.same(applicant.name(), claim.name()))
				.filter(applicant -> applicant.passwordHash().filter(stored -> passwords.matches(password, stored)).isPresent());
		found.ifPresent(applicant -> throttle.reset(Throttle.SIGN_IN_BY_NUMBER, key));
		return found;
	}

	/**
	 * Second page at the first sign-in: sets the password; a person not known yet becomes known.
	 *
	 * @param password checked before by {@link #passwordProblem}
	 * @return the person; empty when the claim is wrong or a password has been set meanwhile
	 */
	public Optional<Applicant> signInFirst(Claim claim, String password) {
		if (!(identify(claim) instanceof Identification.Known known) || known.passwordSet()) {
			return Optional.empty();
		}
		var applicant = find(claim).orElseGet(() -> register(claim));
		applicant.setPasswordHash(passwords.encode(password));
		return Optional.of(applicant);
	}

	/** Answer to a password that is asked again before something that needs it. */
	public enum PasswordCheck {
		RIGHT, WRONG, EXHAUSTED
	}

	/** Asks a person who is signed in for the password again. Wrong ones count as with the sign-in. */
	@Transactional(readOnly = true)
	public PasswordCheck checkPassword(long applicantId, String password) {
		var applicant = applicants.findById(applicantId).orElseThrow();
		var key = applicant.documentNumberHash();
		if (!throttle.tryAcquire(Throttle.SIGN_IN_BY_NUMBER, key)) {
			return PasswordCheck.EXHAUSTED;
		}
		if (applicant.passwordHash().filter(stored -> passwords.matches(password, stored)).isEmpty()) {
			return PasswordCheck.WRONG;
		}
		throttle.reset(Throttle.SIGN_IN_BY_NUMBER, key);
		return PasswordCheck.RIGHT;
	}

	/** @return id of the person that number and type name, whatever the name; for the audit trail, never for an answer */
	@Transactional(readOnly = true)
	public OptionalLong idOf(Claim claim) {
		if (claim.documentType() == null || claim.documentNumber() == null) {
			return OptionalLong.empty();
		}
		return find(claim).stream().mapToLong(Applicant::id).findFirst();
	}

	/** Creates the account of a person who is known to the office but has not signed in yet. */
	Applicant register(Claim claim) {
		var number = claim.documentType().normalise(claim.documentNumber());
		return applicants.save(new Applicant(claim.documentType(), number, keyOf(claim), PersonName.normalise(claim.name()),
				clock.instant()));
	}

	/** @return message key of what is wrong with a new password, empty when it can be taken */
	public Optional<String> passwordProblem(Claim claim, String password) {
		if (password == null || password.length() < MIN_PASSWORD_LENGTH) {
			return Optional.of("problem.password.short");
		}
		if (password.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES) {
			return Optional.of("problem.password.long");
		}
		if (password.codePoints().noneMatch(Character::isLetter) || password.codePoints().noneMatch(Character::isDigit)) {
			return Optional.of("problem.password.simple");
		}
		var number = claim.documentType().normalise(claim.documentNumber());
		return number.contains(password.toUpperCase()) || password.toUpperCase().contains(number)
				? Optional.of("problem.password.number") : Optional.empty();
	}

	private Optional<Applicant> find(Claim claim) {
		return applicants.findByDocumentTypeAndDocumentNumberHash(claim.documentType(), keyOf(claim));
	}

	private String keyOf(Claim claim) {
		return hashOf(hash, claim.documentType().normalise(claim.documentNumber()));
	}

	/** @return the keyed hash under which a normalised document number is found, here and in the public register */
	public static String hashOf(PersonalDataHash hash, String normalisedNumber) {
		return hash.of(HASH_PURPOSE, normalisedNumber);
	}
}
