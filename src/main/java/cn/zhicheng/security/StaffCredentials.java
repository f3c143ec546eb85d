package cn.zhicheng.security;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.springframework.data.domain.Persistable;

import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;

/**
 * What the sign-on knows of a staff account beside its password: whether the password is its owner's own, when and from
 * where the owner signed on, and the second factor.
 */
@Entity
class StaffCredentials implements Persistable<String> {

	@Id
	private String userId;
	private String passwordStamp;
	private Instant signedOnAt;
	private String signedOnFrom;
	private Instant previousAt;
	private String previousFrom;
	@Convert(converter = EncryptedText.class)
	private String secondFactorSecret;
	private Instant secondFactorSince;
	private Long secondFactorStep;
	/** Keyed hashes of whom the identity provider named at the last sign-on with it; null: never, or not said. */
	private String subjectHash;
	private String mailHash;
	@Version
	private int version;
	@Transient
	private boolean persisted;

	protected StaffCredentials() {
	}

	StaffCredentials(String userId) {
		this.userId = userId;
	}

	/** @return whether the password with this stamp was chosen by the account's owner */
	boolean isOwnPassword(String stamp) {
		return Objects.equals(passwordStamp, stamp);
	}

	void ownPassword(String stamp) {
		passwordStamp = stamp;
	}

	void signedOn(Instant at, String from) {
		previousAt = signedOnAt;
		previousFrom = signedOnFrom;
		signedOnAt = at;
		signedOnFrom = from;
	}

	/** @return time of the sign-on before the present one, empty at the first */
	Optional<LastSignOn> previous() {
		return previousAt == null ? Optional.empty() : Optional.of(new LastSignOn(previousAt, previousFrom));
	}

	/**
	 * A second factor counts as long as the password is its owner's: who administers the accounts, in whatever way, lets
	 * somebody in who has lost the device by setting a password.
	 *
	 * @param stamp of the password that the account has now
	 * @return the secret shared with the owner's device, empty without a second factor that counts
	 */
	Optional<String> secondFactor(String stamp) {
		return secondFactorSince == null || !isOwnPassword(stamp) ? Optional.empty() : Optional.of(secondFactorSecret);
	}

	void addSecondFactor(String secret, Instant since, long step) {
		secondFactorSecret = secret;
		secondFactorSince = since;
		secondFactorStep = step;
	}

	void removeSecondFactor() {
		secondFactorSecret = null;
		secondFactorSince = null;
		secondFactorStep = null;
	}

	/**
	 * The identity provider has said who signs on.
	 *
	 * @param mail null: it has verified no address
	 */
	void named(String subject, String mail) {
		subjectHash = subject;
		mailHash = mail;
	}

	boolean isNamed() {
		return subjectHash != null || mailHash != null;
	}

	/** Everything begins anew but who the account's owner is: a new password makes nobody another person. */
	void reset() {
		passwordStamp = null;
		signedOnAt = null;
		signedOnFrom = null;
		previousAt = null;
		previousFrom = null;
		removeSecondFactor();
	}

	/** @return false if a code of this time step or a later one was used before: a code counts once */
	boolean use(long step) {
		if (secondFactorStep != null && step <= secondFactorStep) {
			return false;
		}
		secondFactorStep = step;
		return true;
	}

	@Override
	public String getId() {
		return userId;
	}

	@Override
	public boolean isNew() {
		return !persisted;
	}

	@PostLoad
	@PostPersist
	void markPersisted() {
		persisted = true;
	}
}
