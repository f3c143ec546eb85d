package cn.zhicheng.security;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.security.SignInAttempts.Attempt;
import cn.zhicheng.security.SignInAttempts.What;

/**
 * The one sign-on of staff for our pages, Camunda's web apps and programs: password, second factor, and what has to be done
 * before anything else can be.
 */
@Service
@Transactional
public class StaffSignOn {

	private final StaffDirectory directory;
	private final StaffAccounts accounts;
	private final StaffCredentialsEntries credentials;
	private final SecondFactor secondFactor;
	private final SecondFactorSettings settings;
	private final SignInAttempts attempts;
	private final TransactionTemplate transactions;
	private final StaffSignOnAudit audit;
	private final SamePerson persons;
	private final Clock clock;

	StaffSignOn(StaffDirectory directory, StaffAccounts accounts, StaffCredentialsEntries credentials, SecondFactor secondFactor,
			SecondFactorSettings settings, SignInAttempts attempts, PlatformTransactionManager transactions, StaffSignOnAudit audit, SamePerson persons,
			Clock clock) {
		this.directory = directory;
		this.accounts = accounts;
		this.credentials = credentials;
		this.secondFactor = secondFactor;
		this.settings = settings;
		this.attempts = attempts;
		this.transactions = new TransactionTemplate(transactions);
		this.audit = audit;
		this.persons = persons;
		this.clock = clock;
	}

	/** Answer to account name and password, or to the code of the second factor. */
	public sealed interface Answer {

		/**
		 * All is right, the session can be opened.
		 *
		 * @param stamp of the password that was right: with another one the session is none
		 * @param factorStep time step of the code; empty for an account without a second factor
		 */
		record Accepted(Staff staff, String stamp, OptionalLong factorStep) implements Answer {
		}

		/**
		 * Now the code of the second factor is needed. The password is right, or nobody is told that it is not.
		 *
		 * @param stamp of the password that was right; of a wrong one something else
		 */
		record CodeNeeded(String userId, String stamp) implements Answer {
		}

		/** Account or password, or the code, is wrong: deliberately one answer. */
		record Wrong() implements Answer {
		}

		/** The password is right, but the account belongs to no group. */
		record NoRights() implements Answer {
		}

		/** Too many wrong attempts for this account or from this address. */
		record Exhausted(Duration retryAfter) implements Answer {
		}
	}

	/** What the owner of an account has to do before anything else. */
	public enum Unfinished {

		/** The password was set by somebody else. */
		OWN_PASSWORD,
		/** A role of the account needs a second factor. */
		SECOND_FACTOR
	}

	/**
	 * Checks account and password.
	 *
	 * @param caller from where, with a name for the browser if it is one
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public Answer check(String userId, String password, Caller caller) {
		return tried(What.PASSWORD, userId, "", caller, attempt -> {
			var stamp = directory.passwordStamp(userId);
			var staff = directory.authenticate(userId, password);
			if (staff.isEmpty() || !stamp.equals(directory.passwordStamp(userId))) {
				var refused = refuse(userId, "password", caller);
				return attempt.blind() ? new Answer.CodeNeeded(userId, attempts.guessed(userId, password)) : refused;
			}
			if (secretOf(userId).isPresent()) {
				attempts.giveBack(attempt);
				return new Answer.CodeNeeded(userId, stamp.orElseThrow());
			}
			attempts.succeeded(attempt, caller);
			return accept(staff.get(), stamp.orElseThrow(), OptionalLong.empty(), caller);
		});
	}

	/**
	 * Checks the code of the second factor of an account whose password was right just before.
	 *
	 * @param stamp of that password: another one has to be asked for again
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public Answer checkCode(String userId, String stamp, String code, Caller caller) {
		return tried(What.CODE, userId, stamp, caller, attempt -> {
			var known = credentials.findById(userId);
			var step = secretOf(userId).map(secret -> secondFactor.stepOf(secret, code));
			if (step.isEmpty() || step.get().isEmpty() || !directory.passwordStamp(userId).equals(Optional.of(stamp))
					|| !known.get().use(step.get().getAsLong())) {
				return refuse(userId, "code", caller);
			}
			attempts.succeeded(attempt, caller);
			return directory.find(userId).map(found -> accept(found, stamp, step.get(), caller)).orElseGet(Answer.Wrong::new);
		});
	}

	/** Counts the attempt before it is looked at, so that guesses in parallel do not slip past. */
	private Answer tried(What what, String userId, String detail, Caller caller, Function<Attempt, Answer> look) {
		var attempt = attempts.begin(SignInAttempts.Kind.STAFF, what, userId, detail, caller, asksForCode(userId));
		return attempt.isAllowed() ? transactions.execute(status -> look.apply(attempt)) : new Answer.Exhausted(attempt.retryAfter());
	}

	/** Of who is signed on the place is known; from elsewhere somebody has found a session, and is told nothing without waiting. */
	private Attempt begin(What what, Staff staff, Caller caller) {
		return attempts.begin(SignInAttempts.Kind.STAFF, what, staff.userId(), "", caller, false);
	}

	/** What is known of the account is read whether there is one or not; of one that there is not it is as if. */
	private boolean asksForCode(String userId) {
		var stamp = directory.passwordStamp(userId);
		return credentials.findById(userId).flatMap(known -> known.secondFactor(stamp.orElse(""))).isPresent() || stamp.isEmpty();
	}

	private Answer refuse(String userId, String what, Caller caller) {
		audit.refused(userId, what, caller.address());
		return new Answer.Wrong();
	}

	private Answer accept(Staff staff, String stamp, OptionalLong factorStep, Caller caller) {
		if (staff.groups().isEmpty()) {
			audit.refused(staff.userId(), "rights", caller.address());
			return new Answer.NoRights();
		}
		return new Answer.Accepted(staff, stamp, factorStep);
	}

	/** Notes a sign-on in a browser. */
	public void signedOn(Staff staff, String address) {
		// The databases keep microseconds.
		credentialsOf(staff.userId()).signedOn(clock.instant().truncatedTo(ChronoUnit.MICROS), address);
		audit.signedOn(staff, address);
	}

	/**
	 * Notes whom the identity provider has named.
	 *
	 * @param subject of the issuer
	 * @param verifiedMail null: it has verified none
	 */
	void named(Staff staff, String issuer, String subject, String verifiedMail) {
		credentialsOf(staff.userId()).named(persons.hashOfSubject(issuer, subject), verifiedMail == null ? null : persons.hashOfMail(verifiedMail));
	}

	/** Notes that somebody has signed out. */
	public void signedOut(Staff staff, String address) {
		audit.signedOut(staff, address);
	}

	/** @return when and from where the account was signed on before the present time; empty at the first time */
	@Transactional(readOnly = true)
	public Optional<LastSignOn> previous(Staff staff) {
		return credentials.findById(staff.userId()).flatMap(StaffCredentials::previous);
	}

	/** @return what the account's owner has to do before anything else, empty when all is done */
	@Transactional(readOnly = true)
	public Optional<Unfinished> unfinished(Staff staff) {
		return unfinished(staff, false, directory.passwordStamp(staff.userId()));
	}

	/** As {@link #unfinished(Staff)}, without reading again what has been read for the request. */
	@Transactional(readOnly = true)
	public Optional<Unfinished> unfinished(StaffAuthentication authentication) {
		var staff = authentication.getPrincipal();
		return unfinished(staff, authentication.token().isPresent(), authentication.passwordStamp().or(() -> directory.passwordStamp(staff.userId())));
	}

	/** @param proved by a token, which was made after all that, and counts beside this very password only */
	private Optional<Unfinished> unfinished(Staff staff, boolean proved, Optional<String> stamp) {
		if (proved) {
			return Optional.empty();
		}
		var known = credentials.findById(staff.userId());
		if (stamp.isEmpty() || known.isEmpty() || !known.get().isOwnPassword(stamp.get())) {
			return Optional.of(Unfinished.OWN_PASSWORD);
		}
		return settings.isRequiredFor(staff) && known.get().secondFactor(stamp.get()).isEmpty() ? Optional.of(Unfinished.SECOND_FACTOR)
				: Optional.empty();
	}

	/** @return whether the account signs on with a second factor */
	@Transactional(readOnly = true)
	public boolean hasSecondFactor(Staff staff) {
		return secretOf(staff.userId()).isPresent();
	}

	/**
	 * As {@link #hasSecondFactor(Staff)}, without reading again what has been read for the request.
	 *
	 * @param stamp of the account's present password
	 */
	@Transactional(readOnly = true)
	public boolean hasSecondFactor(String userId, String stamp) {
		return credentials.findById(userId).flatMap(known -> known.secondFactor(stamp)).isPresent();
	}

	/** @return whether a role of the account needs a second factor */
	public boolean needsSecondFactor(Staff staff) {
		return settings.isRequiredFor(staff);
	}

	private Optional<String> secretOf(String userId) {
		return directory.passwordStamp(userId).flatMap(stamp -> credentials.findById(userId).flatMap(known -> known.secondFactor(stamp)));
	}

	/**
	 * Sets a password of the owner's own.
	 *
	 * @param present the password until now; wrong ones are counted like those of the sign-on
	 * @return message keys of what is wrong; empty when the password has been changed
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public List<String> changePassword(Staff staff, String present, String password, Caller caller) {
		var attempt = begin(What.PASSWORD, staff, caller);
		return attempt.isAllowed() ? transactions.execute(status -> changePassword(staff, present, password, attempt))
				: List.of("staff.password.exhausted");
	}

	private List<String> changePassword(Staff staff, String present, String password, Attempt attempt) {
		if (directory.authenticate(staff.userId(), present).isEmpty()) {
			return List.of("staff.password.presentWrong");
		}
		attempts.forget(attempt);
		if (present.equals(password)) {
			return List.of("staff.password.same");
		}
		boolean withSecondFactor = secretOf(staff.userId()).isPresent();
		var problems = accounts.changePassword(staff.userId(), password);
		if (problems.isEmpty()) {
			if (!withSecondFactor) {
				// One that did not count any more must not come back with the new password.
				credentialsOf(staff.userId()).removeSecondFactor();
			}
			passwordIsOwn(staff.userId());
		}
		return problems;
	}

	/** The password that an account was created with stays good, unless it has been changed since. */
	public void passwordIsKnown(String userId) {
		if (!credentials.existsById(userId)) {
			passwordIsOwn(userId);
		}
	}

	private void passwordIsOwn(String userId) {
		directory.passwordStamp(userId).ifPresent(stamp -> credentialsOf(userId).ownPassword(stamp));
	}

	/** What came of asking somebody who is signed on for a proof again. */
	public enum Proof {
		RIGHT, WRONG, EXHAUSTED
	}

	/**
	 * Asks somebody who is signed on to prove it again, before something that must not be done by whoever finds the browser open.
	 *
	 * @param typed the code of the second factor where the account has one, otherwise the password
	 */
	@Transactional(propagation = Propagation.SUPPORTS)
	public Proof prove(Staff staff, String typed, Caller caller) {
		var attempt = begin(hasSecondFactor(staff) ? What.CODE : What.PASSWORD, staff, caller);
		if (!attempt.isAllowed()) {
			return Proof.EXHAUSTED;
		}
		return transactions.execute(status -> {
			var secret = secretOf(staff.userId());
			boolean right = secret.isPresent() ? isCode(staff.userId(), secret.get(), typed) : directory.authenticate(staff.userId(), typed).isPresent();
			if (right) {
				attempts.forget(attempt);
			} else {
				audit.refused(staff.userId(), "proof", caller.address());
			}
			return right ? Proof.RIGHT : Proof.WRONG;
		});
	}

	private boolean isCode(String userId, String secret, String typed) {
		var step = secondFactor.stepOf(secret, typed);
		return step.isPresent() && credentials.findById(userId).orElseThrow().use(step.getAsLong());
	}

	/** @return a secret for a device that is to become the second factor, in base 32 */
	public String newSecondFactor() {
		return secondFactor.newSecret();
	}

	/** @return what the QR code for the device says */
	public String addressOfSecondFactor(Staff staff, String secret) {
		return secondFactor.address(staff.userId(), secret);
	}

	/**
	 * From the next sign-on a code of this device is needed.
	 *
	 * @param staff whose password is their own ({@link Unfinished#OWN_PASSWORD}); with another's the device would not count
	 * @param secret made by {@link #newSecondFactor()}
	 * @param code what the device shows now
	 * @return time step of the code; empty: it is wrong, and nothing has changed
	 */
	public OptionalLong addSecondFactor(Staff staff, String secret, String code) {
		var step = secondFactor.stepOf(secret, code);
		step.ifPresent(at -> {
			credentialsOf(staff.userId()).addSecondFactor(secret, clock.instant().truncatedTo(ChronoUnit.MICROS), at);
			audit.credentialsChanged(staff.userId(), "second factor added");
		});
		return step;
	}

	/** @return false: the password is wrong or a role of the account needs the second factor, and nothing has changed */
	@Transactional(propagation = Propagation.SUPPORTS)
	public boolean removeSecondFactor(Staff staff, String password, Caller caller) {
		if (settings.isRequiredFor(staff)) {
			return false;
		}
		var attempt = begin(What.PASSWORD, staff, caller);
		return attempt.isAllowed() && Boolean.TRUE.equals(transactions.execute(status -> {
			if (directory.authenticate(staff.userId(), password).isEmpty()) {
				return false;
			}
			attempts.forget(attempt);
			credentialsOf(staff.userId()).removeSecondFactor();
			audit.credentialsChanged(staff.userId(), "second factor removed");
			return true;
		}));
	}

	/**
	 * Who has lost the phone is let in by who administers the account; nothing is left for a later one of the same name but whom
	 * the provider has named. That is kept, also of an account that was removed: what it has confirmed that person has confirmed.
	 */
	@EventListener
	void on(StaffAccountReset event) {
		forget(event.userId());
		audit.reset(event);
	}

	@EventListener
	void on(StaffAccountRemoved event) {
		forget(event.userId());
	}

	private void forget(String userId) {
		credentials.findById(userId).ifPresent(known -> {
			if (known.isNamed()) {
				known.reset();
			} else {
				credentials.delete(known);
			}
		});
	}

	private StaffCredentials credentialsOf(String userId) {
		return credentials.findById(userId).orElseGet(() -> credentials.save(new StaffCredentials(userId)));
	}
}
