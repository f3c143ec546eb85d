package cn.zhicheng.organisation;

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
import jakarta.persistence.Version;

/**
 * An application (机构入驻申请) of a unit that has no account yet, filed by the unit or asked for by an individual who works
 * there (甘人社通〔2021〕117号 三(一) 第二步 第2点).
 */
@Entity
public class OrganisationApplication {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "organisation_application")
	@SequenceGenerator(name = "organisation_application", sequenceName = "organisation_application_seq", allocationSize = 50)
	private Long id;
	private String number;
	private String codeHash;
	private Long applicantId;
	@Enumerated(EnumType.STRING)
	private ApplicantNature nature;
	private String name;
	private String creditCode;
	private String region;
	private String field;
	@Convert(converter = EncryptedText.class)
	private String contactName;
	@Convert(converter = EncryptedText.class)
	private String contactPhone;
	private String administrator;
	private String administratorName;
	@Enumerated(EnumType.STRING)
	private ApplicationState state = ApplicationState.WAITING;
	private String organisation;
	private String escalatedTo;
	private String proposal;
	private String proposalReason;
	private String chosenSuperior;
	private String chosenCode;
	private String referredTo;
	private String forwardTo;
	private String registered;
	private String reason;
	private Instant filedAt;
	private Instant decidedAt;
	private String decidedBy;
	private Instant passwordShownAt;
	@Version
	private int version;

	protected OrganisationApplication() {
	}

	/**
	 * @param codeHash of the code with which it can be looked up; null when an individual asked
	 * @param proposal the superior that was proposed; the application lies with it
	 */
	OrganisationApplication(String number, String codeHash, NewApplication wanted, SuperiorProposal.Proposed proposal, Instant filedAt) {
		this.number = number;
		this.codeHash = codeHash;
		this.applicantId = wanted.applicantId();
		this.nature = wanted.nature();
		this.name = wanted.details().name();
		this.creditCode = wanted.details().creditCode() == null ? null : wanted.details().creditCode().value();
		this.region = wanted.details().region();
		this.field = wanted.details().field();
		this.contactName = wanted.details().contactName();
		this.contactPhone = wanted.details().contactPhone();
		this.administrator = wanted.administrator() == null ? null : wanted.administrator().userId();
		this.administratorName = wanted.administrator() == null ? null : wanted.administrator().name();
		this.organisation = proposal.organisation().code();
		this.proposal = proposal.organisation().code();
		this.proposalReason = proposal.messageKey();
		this.filedAt = filedAt;
	}

	public Long id() {
		return id;
	}

	/** @return what the applicant and the engine know it by, e.g. {@code JG2021000012} */
	public String number() {
		return number;
	}

	/** @return keyed hash of the code with which it can be looked up; empty when an individual asked */
	Optional<String> codeHash() {
		return Optional.ofNullable(codeHash);
	}

	/** @return id of the individual who asked for it; empty when the unit itself applied */
	public Optional<Long> applicantId() {
		return Optional.ofNullable(applicantId);
	}

	/** @return whether the unit itself applied, and not an individual for it */
	public boolean isOfUnit() {
		return codeHash != null;
	}

	public ApplicantNature nature() {
		return nature;
	}

	public String name() {
		return name;
	}

	public Optional<CreditCode> creditCode() {
		return Optional.ofNullable(creditCode).map(CreditCode::new);
	}

	/** @return six digits of the administrative division */
	public String region() {
		return region;
	}

	/** @return the field (行业) it works in, null when none was given */
	public String field() {
		return field;
	}

	/** @return null when none was given */
	public String contactName() {
		return contactName;
	}

	/** @return null when none was given */
	public String contactPhone() {
		return contactPhone;
	}

	/** @return name of the account for its administrator; null: none is wanted */
	public String administrator() {
		return administrator;
	}

	/** @return the person or office that uses that account, null without one */
	public String administratorName() {
		return administratorName;
	}

	public ApplicationState state() {
		return state;
	}

	public boolean isWaiting() {
		return state == ApplicationState.WAITING;
	}

	/** @return code of the organisation whose administrators decide or have decided */
	public String organisation() {
		return organisation;
	}

	/** @return code of an organisation above whose administrators can decide too since it waits too long */
	public Optional<String> escalatedTo() {
		return Optional.ofNullable(escalatedTo);
	}

	/** @return code of the organisation that region and field propose */
	public String proposal() {
		return proposal;
	}

	/** @return message key of a sentence that says why that one */
	public String proposalReason() {
		return proposalReason;
	}

	/** @return code of the superior that was chosen; null: none yet */
	public String chosenSuperior() {
		return chosenSuperior;
	}

	/** @return code for the new organisation; null: its credit code */
	public String chosenCode() {
		return chosenCode;
	}

	/** @return code of the organisation with which its people file instead; null: none was chosen */
	public String referredTo() {
		return referredTo;
	}

	/** @return code of the organisation that shall decide instead; null: none was chosen */
	public String forwardTo() {
		return forwardTo;
	}

	/** @return code of the organisation that was created */
	public Optional<String> registered() {
		return Optional.ofNullable(registered);
	}

	/** @return the reason of the decision, which the applicant reads; empty when none was given */
	public Optional<String> reason() {
		return Optional.ofNullable(reason);
	}

	public Instant filedAt() {
		return filedAt;
	}

	public Optional<Instant> decidedAt() {
		return Optional.ofNullable(decidedAt);
	}

	/** @return account that decided; null while it waits */
	public String decidedBy() {
		return decidedBy;
	}

	/** @return whether the first password of the administrator has been shown, which happens once */
	public boolean isPasswordShown() {
		return passwordShownAt != null;
	}

	void choose(ApplicationDesk.Choice choice) {
		chosenSuperior = choice.superior();
		chosenCode = choice.code();
		administrator = choice.administrator();
		administratorName = choice.administratorName();
		referredTo = choice.referredTo();
		forwardTo = choice.forwardTo();
	}

	/** It lies with another organisation now, where nobody has been late yet. */
	void layBefore(String other) {
		organisation = other;
		forwardTo = null;
		chosenSuperior = null;
		escalatedTo = null;
	}

	void escalate(String above) {
		escalatedTo = above;
	}

	void decide(ApplicationState outcome, String why, String userId, Instant now) {
		state = outcome;
		reason = why;
		decidedBy = userId;
		decidedAt = now;
	}

	void register(String code) {
		registered = code;
	}

	void showPassword(Instant now) {
		passwordShownAt = now;
	}
}
