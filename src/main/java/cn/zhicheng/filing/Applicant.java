package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Optional;

import cn.zhicheng.security.EncryptedText;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * A person who files own title records (专业技术人员). Known by document type and number; the number is encrypted and
 * found by its keyed hash.
 */
@Entity
public class Applicant {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "applicant")
	@SequenceGenerator(name = "applicant", sequenceName = "applicant_seq", allocationSize = 50)
	private Long id;
	@Enumerated(EnumType.STRING)
	private DocumentType documentType;
	@Convert(converter = EncryptedText.class)
	private String documentNumber;
	private String documentNumberHash;
	private String name;
	private String passwordHash;
	private int credentials;
	private String keeper;
	private String codeBy;
	private Instant createdAt;

	protected Applicant() {
	}

	Applicant(DocumentType documentType, String documentNumber, String documentNumberHash, String name, Instant createdAt) {
		this.documentType = documentType;
		this.documentNumber = documentNumber;
		this.documentNumberHash = documentNumberHash;
		this.name = name;
		this.createdAt = createdAt;
	}

	public Long id() {
		return id;
	}

	public DocumentType documentType() {
		return documentType;
	}

	/** @return the full number, normalised: never to be shown, logged or put into a URL as it is */
	public String documentNumber() {
		return documentNumber;
	}

	/** @return the keyed hash by which the number is found */
	public String documentNumberHash() {
		return documentNumberHash;
	}

	public String name() {
		return name;
	}

	/** @return when the person first became known */
	Instant createdAt() {
		return createdAt;
	}

	/** @return empty until the person has opened the account and set a password, and after a reset */
	Optional<String> passwordHash() {
		return Optional.ofNullable(passwordHash);
	}

	void setPasswordHash(String passwordHash) {
		this.passwordHash = passwordHash;
		credentials++;
	}

	/** The password holds no longer, and no session that was opened with it. */
	void forgetPassword() {
		setPasswordHash(null);
	}

	/** @return how many passwords were set and forgotten so far; 0 if the account was never opened */
	int credentials() {
		return credentials;
	}

	/** @return code of the unit that answers for the account and can reset it; empty if none does */
	public Optional<String> keeper() {
		return Optional.ofNullable(keeper);
	}

	/**
	 * The account was opened with a code.
	 *
	 * @param clerk account of the member of staff who had handed it out; null: not known
	 */
	void openedWithCodeOf(String clerk) {
		codeBy = clerk;
	}

	/** Of somebody who has submitted nothing yet: the name was another unit's mistake, or worse. */
	void rename(String name) {
		this.name = name;
	}

	/** @param organisation code of a unit, null for none */
	void keptBy(String organisation) {
		this.keeper = organisation;
	}
}
