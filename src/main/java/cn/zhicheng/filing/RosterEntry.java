package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Optional;

import cn.zhicheng.security.EncryptedText;
import cn.zhicheng.security.Masking;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;

/**
 * A person on the roster (花名册) of a unit or archive agency, and the activation code the unit has handed out. The number
 * is encrypted and found by its keyed hash; of the code only a keyed hash is kept.
 */
@Entity
public class RosterEntry {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "roster_entry")
	@SequenceGenerator(name = "roster_entry", sequenceName = "roster_entry_seq", allocationSize = 50)
	private Long id;
	private String organisation;
	@Enumerated(EnumType.STRING)
	private DocumentType documentType;
	@Convert(converter = EncryptedText.class)
	private String documentNumber;
	private String documentNumberHash;
	private String name;
	@Enumerated(EnumType.STRING)
	private RosterState state = RosterState.PENDING;
	private String codeHash;
	private Instant codeHandedOutAt;
	private Instant codeValidUntil;
	private String codeHandedOutBy;
	private Instant refusedAt;
	private String addedBy;
	private Instant addedAt;
	/** A code is used once, also by two requests at the same moment. */
	@Version
	private int version;

	protected RosterEntry() {
	}

	/** @param documentNumber normalised, as {@code name} */
	RosterEntry(String organisation, DocumentType documentType, String documentNumber, String documentNumberHash, String name,
			String addedBy, Instant addedAt) {
		this.organisation = organisation;
		this.documentType = documentType;
		this.documentNumber = documentNumber;
		this.documentNumberHash = documentNumberHash;
		this.name = name;
		this.addedBy = addedBy;
		this.addedAt = addedAt;
	}

	public Long id() {
		return id;
	}

	/** @return code of the unit whose roster it is */
	public String organisation() {
		return organisation;
	}

	public DocumentType documentType() {
		return documentType;
	}

	/** @return the number as pages show it, e.g. {@code 6207**********001X} */
	public String maskedNumber() {
		return Masking.documentNumber(documentNumber);
	}

	String documentNumberHash() {
		return documentNumberHash;
	}

	public String name() {
		return name;
	}

	public RosterState state() {
		return state;
	}

	/** @return account of the member of staff who put the person on the roster */
	String addedBy() {
		return addedBy;
	}

	Instant addedAt() {
		return addedAt;
	}

	/** @return when the code was handed out that has not been used; empty without one */
	public Optional<Instant> codeHandedOutAt() {
		return Optional.ofNullable(codeHandedOutAt);
	}

	/** @return until when that code can be used; empty without one */
	public Optional<Instant> codeValidUntil() {
		return Optional.ofNullable(codeValidUntil);
	}

	/** @return hash of the code if it can be used at that moment */
	Optional<String> usableCodeHash(Instant now) {
		return Optional.ofNullable(codeHash).filter(hash -> now.isBefore(codeValidUntil));
	}

	/** @return account of the member of staff who handed out the code that has not been used; empty without one */
	Optional<String> codeHandedOutBy() {
		return Optional.ofNullable(codeHandedOutBy);
	}

	void handOut(String codeHash, String by, Instant now, Instant validUntil) {
		this.state = RosterState.PENDING;
		this.refusedAt = null;
		this.codeHandedOutBy = by;
		this.codeHash = codeHash;
		this.codeHandedOutAt = now;
		this.codeValidUntil = validUntil;
	}

	/** The right code was used and opens nothing, because another unit answers for the account. */
	void refuse(Instant now) {
		refusedAt = now;
	}

	/** @return whether the last code was used and refused because another unit answers for the account */
	public boolean isKeptElsewhere() {
		return state == RosterState.PENDING && refusedAt != null;
	}

	/** The unit answers for the account now, which is to be opened with a new code. */
	void claimed() {
		activate();
		state = RosterState.PENDING;
	}

	/** The code was used: it is worth nothing any more. */
	void activate() {
		refusedAt = null;
		state = RosterState.ACTIVE;
		codeHash = null;
		codeHandedOutAt = null;
		codeValidUntil = null;
		codeHandedOutBy = null;
	}

	void moveOut() {
		state = RosterState.MOVED;
	}
}
