package cn.zhicheng.filing;

import java.util.function.Supplier;

import org.springframework.stereotype.Service;

import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.ApplicantAccounts.Move;
import cn.zhicheng.filing.ApplicantAccounts.NewPassword;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.Caller;
import cn.zhicheng.security.SignInAttempts;
import cn.zhicheng.security.SignInAttempts.Kind;

/**
 * The sign-in of individuals as it can be tried from outside: each attempt is counted before it is looked at
 * ({@link SignInAttempts}), whether the number is known or not.
 */
@Service
public class ApplicantSignIn {

	private final ApplicantAccounts accounts;
	private final SignInAttempts attempts;

	ApplicantSignIn(ApplicantAccounts accounts, SignInAttempts attempts) {
		this.accounts = accounts;
		this.attempts = attempts;
	}

	/** As {@link ApplicantAccounts#signIn}, counted. */
	public Admission signIn(Claim claim, String password, Caller caller) {
		return tried(claim, caller, () -> accounts.signIn(claim, password, caller.address()));
	}

	/** As {@link ApplicantAccounts#open}, counted. */
	public Admission open(Claim claim, String code, String password, Caller caller) {
		return tried(claim, caller, () -> accounts.open(claim, code, password, caller.address()));
	}

	private Admission tried(Claim claim, Caller caller, Supplier<Admission> look) {
		var attempt = attempts.begin(Kind.APPLICANT, accounts.keyOf(claim), caller, false);
		if (!attempt.isAllowed()) {
			return new Admission.Exhausted(attempt.retryAfter());
		}
		var admission = look.get();
		if (admission instanceof Admission.Admitted) {
			attempts.succeeded(attempt, caller);
		}
		return admission;
	}

	/** Answer to a password that is asked again before something that needs it. */
	public enum PasswordCheck {
		RIGHT, WRONG, EXHAUSTED
	}

	/** Asks a person who is signed in for the password again. Wrong ones count as with the sign-in. */
	public PasswordCheck checkPassword(long applicantId, String password, Caller caller) {
		var attempt = attempts.begin(Kind.APPLICANT, accounts.get(applicantId).documentNumberHash(), caller, false);
		if (!attempt.isAllowed()) {
			return PasswordCheck.EXHAUSTED;
		}
		if (!accounts.isPassword(applicantId, password)) {
			return PasswordCheck.WRONG;
		}
		attempts.succeeded(attempt, caller);
		return PasswordCheck.RIGHT;
	}

	/** Sets another password for a person who is signed in. A wrong present one counts as with the sign-in. */
	public NewPassword changePassword(ApplicantPrincipal person, String present, String password, Caller caller) {
		return switch (checkPassword(person.id(), present, caller)) {
			case RIGHT -> accounts.changePassword(person, present, password, caller.address());
			case WRONG -> NewPassword.refused("account.password.wrong");
			case EXHAUSTED -> NewPassword.refused("account.password.tooOften");
		};
	}

	/** As {@link ApplicantAccounts#moveTo}, counted. */
	public Move moveTo(long applicantId, String code, Caller caller) {
		var attempt = attempts.begin(Kind.APPLICANT, accounts.get(applicantId).documentNumberHash(), caller, false);
		if (!attempt.isAllowed()) {
			return Move.TOO_OFTEN;
		}
		var move = accounts.moveTo(applicantId, code, caller.address());
		if (move == Move.DONE) {
			attempts.succeeded(attempt, caller);
		}
		return move;
	}
}
