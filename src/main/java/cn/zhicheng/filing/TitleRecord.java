package cn.zhicheng.filing;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.NaturalId;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.Organisation;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;

/**
 * A title record (职称信息): one title of one person, reviewed by itself. Holds its own state; every transition checks
 * that it is allowed and takes the moment at which the server accepted it.
 */
@Entity
// Dates of thousands of records are moved by statements of their own: a change of something else must not write an old one back.
@DynamicUpdate
public class TitleRecord {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "title_record")
	@SequenceGenerator(name = "title_record", sequenceName = "title_record_seq", allocationSize = 50)
	private Long id;
	@NaturalId
	private String number;
	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	private Applicant applicant;
	@Embedded
	private TitleDetails details = new TitleDetails();
	@Enumerated(EnumType.STRING)
	private RecordState state = RecordState.DRAFT;
	private Integer campaignYear;
	@Enumerated(EnumType.STRING)
	private Stage stage = Stage.FILING;
	private String organisation;
	private Instant stageSince;
	private LocalDate deadline;
	private LocalDate extendedUntil;
	private Instant overdueSince;
	private Instant confirmedAt;
	private String sentTo;
	private String stepName;
	private boolean otherReviewer;
	private Instant waitingSince;
	private Instant waitingUntil;
	private LocalDate amendmentDeadline;
	@Enumerated(EnumType.STRING)
	private Stage returnedStage;
	private String returnedBy;
	private Instant returnedAt;
	private String lapsedBy;
	private int submissions;
	private Instant submittedAt;
	@Convert(converter = SubmittedContentConverter.class)
	private Map<String, String> submittedContent;
	private Instant createdAt;
	private Instant updatedAt;
	@Version
	private int version;

	protected TitleRecord() {
	}

	TitleRecord(String number, Applicant applicant, Instant now) {
		this.number = number;
		this.applicant = applicant;
		this.details.name = applicant.name();
		this.stageSince = now;
		this.createdAt = now;
		this.updatedAt = now;
	}

	public Long id() {
		return id;
	}

	/** @return the record's number, e.g. {@code ZC2027-00000012}: what people name it by, and the business key of its process */
	public String number() {
		return number;
	}

	public Applicant applicant() {
		return applicant;
	}

	public TitleDetails details() {
		return details;
	}

	public RecordState state() {
		return state;
	}

	/** @return year of the campaign in which it was submitted; empty in a draft */
	public Optional<Integer> campaignYear() {
		return Optional.ofNullable(campaignYear);
	}

	/** @return where the record is, or for a returned one which stage returned it */
	public Stage stage() {
		return stage;
	}

	/** @return code of the organisation where the record is, or which returned it; null with a draft */
	public String organisation() {
		return organisation;
	}

	/** @return since when it is in its present state and place */
	public Instant stageSince() {
		return stageSince;
	}

	/**
	 * The date that task and timer of the present stage have, which follow a changed date a little later: until when it is to be
	 * done say {@link RecordDates}.
	 *
	 * @return empty with the individual
	 */
	public Optional<Deadline> scheduledDeadline() {
		return Optional.ofNullable(deadline).map(Deadline::new);
	}

	/** @return the date that task and timer of an amendment have, see {@link #scheduledDeadline()}; present once a record has been returned */
	public Optional<Deadline> scheduledAmendmentDeadline() {
		return Optional.ofNullable(amendmentDeadline).map(Deadline::new);
	}

	/** @return the date that this record has at least at the place where it is, or where it was returned, given by the superior or because it had waited; empty when none */
	public Optional<Deadline> extension() {
		return Optional.ofNullable(extendedUntil).map(Deadline::new);
	}

	/** @return code of the organisation that returned it last; null when none has */
	public String returnedBy() {
		return returnedBy;
	}

	/** @return when it was returned last; null when it never was */
	public Instant returnedAt() {
		return returnedAt;
	}

	/** @return when the record was marked overdue and escalated to the superior; empty when it is not */
	public Optional<Instant> overdueSince() {
		return Optional.ofNullable(overdueSince);
	}

	/** @return how often it was sent to the unit */
	public int submissions() {
		return submissions;
	}

	/** @return when it was last sent to the unit; null with a draft never submitted */
	public Instant submittedAt() {
		return submittedAt;
	}

	/** @return whether an organisation has returned it at least once */
	public boolean wasReturned() {
		return amendmentDeadline != null;
	}

	/** @return what was last submitted, by field and evidence key; empty when never submitted */
	public Map<String, String> submittedContent() {
		return submittedContent == null ? Map.of() : submittedContent;
	}

	public Instant updatedAt() {
		return updatedAt;
	}

	/** @return counts every change, to notice that two windows edit the same record */
	public int version() {
		return version;
	}

	/** @return when the organisation where it lies confirmed this submission; empty: it has not, and the record can not leave it */
	public Optional<Instant> confirmedAt() {
		return Optional.ofNullable(confirmedAt);
	}

	/**
	 * Where the organisation has sent it by confirming; the record may wait here for a while before it goes there.
	 *
	 * @return code of its superior at that moment; empty when it had none, and while it has not confirmed
	 */
	public Optional<String> sentTo() {
		return Optional.ofNullable(sentTo);
	}

	/** @return the name that the model gives the step of the process at which it is; empty where no step has begun */
	public Optional<String> stepName() {
		return Optional.ofNullable(stepName);
	}

	/** @return whether that step asks for another person than who has confirmed this submission (两人复核) */
	public boolean needsOtherReviewer() {
		return otherReviewer;
	}

	/** @return whether it waits for a date or a message: then it lies with nobody, and nobody can be late with it */
	public boolean isWaiting() {
		return waitingSince != null;
	}

	/** @return since when it waits, over one wait after another; empty if it does not */
	public Optional<Instant> waitingSince() {
		return Optional.ofNullable(waitingSince);
	}

	/** @return until when it waits; empty if it does not, or if that is not known */
	public Optional<Instant> waitingUntil() {
		return Optional.ofNullable(waitingUntil);
	}

	/** @return whether the unit has not decided yet, so that the individual may take it back (design section 3) */
	public boolean canBeWithdrawn() {
		return state == RecordState.IN_REVIEW && (stage == Stage.UNIT || stage == Stage.FILING) && confirmedAt == null;
	}

	/** @return whether it is a draft or lapsed, and nothing has happened to it since the moment */
	boolean isOverSince(Instant moment) {
		return (state == RecordState.DRAFT || state == RecordState.LAPSED) && updatedAt.isBefore(moment);
	}

	/** Takes changed details; the caller has checked that they are well-formed. */
	void edit(Map<RecordField, String> values, Instant now) {
		require(state.isEditable(), "edited");
		values.forEach((field, text) -> field.set(details, text));
		updatedAt = now;
	}

	/** Notes that evidence was added or removed, so that a second window notices. */
	void touch(Instant now) {
		require(state.isEditable(), "edited");
		updatedAt = now;
	}

	/** @param campaignYear the campaign that takes it */
	void submit(int campaignYear, Map<String, String> content, Instant now) {
		require(state == RecordState.DRAFT, "submitted");
		this.campaignYear = campaignYear;
		send(content, now);
	}

	/** @param until until when it may be amended */
	void resubmit(Map<String, String> content, Deadline until, Instant now) {
		require(state == RecordState.RETURNED && !until.isPassedAt(now), "resubmitted");
		send(content, now);
	}

	private void send(Map<String, String> content, Instant now) {
		state = RecordState.IN_REVIEW;
		stage = Stage.FILING;
		organisation = null;
		submissions++;
		submittedAt = now;
		submittedContent = content;
		extendedUntil = null;
		enter(now);
	}

	/** Back to where the individual left it: a draft, or the amendment when it had been returned. */
	void withdraw(Instant now) {
		require(canBeWithdrawn(), "withdrawn");
		state = wasReturned() ? RecordState.RETURNED : RecordState.DRAFT;
		stage = wasReturned() ? returnedStage : Stage.FILING;
		organisation = returnedBy;
		extendedUntil = null;
		enter(now);
	}

	/**
	 * The organisation where it lies has confirmed this submission: only now it can leave it.
	 *
	 * @param superior the organisation that it is sent to; null when there is none
	 */
	public void confirm(Organisation superior, Instant now) {
		require(state == RecordState.IN_REVIEW && organisation != null, "confirmed");
		confirmedAt = now;
		sentTo = superior == null ? null : superior.code();
		overdueSince = null;
		updatedAt = now;
	}

	/** The record arrives at an organisation on its way up: at its unit, or from one that has confirmed it. */
	public void arriveAt(Organisation organisation, Instant now) {
		require(state == RecordState.IN_REVIEW && (this.organisation == null || sentTo != null), "routed");
		this.organisation = organisation.code();
		this.stage = Stage.of(organisation.kind());
		extendedUntil = null;
		// What it has waited for counts until the review begins.
		var waited = waitingSince;
		enter(now);
		waitingSince = waited;
	}

	/**
	 * A step of its process begins at which somebody has to act; wherever it waited, it does no longer.
	 *
	 * @param name as the model has it
	 * @param otherReviewer whether it asks for another person than who has confirmed before
	 */
	public void beginStep(String name, boolean otherReviewer, Instant now) {
		if (isWaiting()) {
			stageSince = now;
		}
		nameStep(name, otherReviewer);
		// Whatever was overdue was another step: this one has a timer of its own.
		overdueSince = null;
		waitingSince = null;
		waitingUntil = null;
	}

	/** The step at which it is has another name by now, or asks for another person, or does not any more. */
	public void nameStep(String name, boolean otherReviewer) {
		stepName = name;
		this.otherReviewer = otherReviewer;
	}

	/**
	 * A step of its process begins at which nobody has to act.
	 *
	 * @param name as the model has it
	 * @param until null: not known
	 */
	public void beginWaiting(String name, Instant until, Instant now) {
		require(state == RecordState.IN_REVIEW, "kept waiting");
		stepName = name;
		otherReviewer = false;
		waitingSince = waitingSince == null ? now : waitingSince;
		waitingUntil = until;
		overdueSince = null;
		updatedAt = now;
	}

	/** It has waited, and its stage has this date at least. */
	public void allow(Deadline until) {
		require(state == RecordState.IN_REVIEW && organisation != null, "given longer");
		extendedUntil = until.date();
		deadline = until.date();
	}

	/** @return codes of the organisations it names as employer, as its place and as the one that returned it */
	public Set<String> organisations() {
		return Stream.of(details.employer, organisation, returnedBy).filter(Objects::nonNull).collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/** An organisation has gone into another of the same stage: whatever the record names it for, it names the other now. */
	public void follow(String former, Organisation heir, Instant now) {
		require(state == RecordState.IN_REVIEW || state == RecordState.RETURNED, "handed over");
		if (former.equals(details.employer)) {
			details.employer = heir.code();
			if (submittedContent != null) {
				// Otherwise the next submission would look as if the individual had changed it.
				submittedContent = new TreeMap<>(submittedContent);
				submittedContent.replace(RecordField.EMPLOYER.key(), former, heir.code());
			}
		}
		if (former.equals(organisation)) {
			organisation = heir.code();
		}
		if (former.equals(returnedBy)) {
			returnedBy = heir.code();
		}
		updatedAt = now;
	}

	/** Another date holds for the stage where it is; what is in time by it is not overdue any more. */
	public void changeDeadline(Deadline deadline, Instant now) {
		setDeadline(deadline);
		if (!deadline.isPassedAt(now)) {
			overdueSince = null;
		}
	}

	/** The date of the stage, as the table has it. */
	public void setDeadline(Deadline deadline) {
		require(state == RecordState.IN_REVIEW && organisation != null, "given a date");
		this.deadline = deadline.date();
	}

	/** The superior gives this record longer at the place where it is; what it notes of its date, task and timer follow. */
	public void extend(Deadline until, Instant now) {
		require(state == RecordState.IN_REVIEW && organisation != null && !until.isPassedAt(now), "given longer");
		extendedUntil = until.date();
		updatedAt = now;
	}

	/** An organisation sends it back to the individual. */
	public void returnToApplicant(Deadline amendmentDeadline, Instant now) {
		require(state == RecordState.IN_REVIEW && organisation != null && !amendmentDeadline.isPassedAt(now), "returned");
		state = RecordState.RETURNED;
		this.amendmentDeadline = amendmentDeadline.date();
		returnedStage = stage;
		returnedBy = organisation;
		returnedAt = now;
		enter(now);
	}

	/** The present stage's date has passed and the superior has been told. */
	public void markOverdue(Deadline deadline, Instant now) {
		require(state == RecordState.IN_REVIEW && !isWaiting() && deadline.isPassedAt(now), "marked overdue");
		overdueSince = now;
	}

	/** The individual did not amend in time. */
	public void lapse(Deadline until, Instant now) {
		require(state == RecordState.RETURNED && until.isPassedAt(now), "lapsed");
		amendmentDeadline = until.date();
		state = RecordState.LAPSED;
		enter(now);
	}

	/**
	 * Its organisation has not decided in time, and the superior has decided that it is out of this campaign.
	 *
	 * @param superior code of the organisation that decided it
	 */
	public void lapseUndecided(String superior, Instant now) {
		require(state == RecordState.IN_REVIEW && organisation != null && !isWaiting(), "lapsed");
		lapsedBy = superior;
		state = RecordState.LAPSED;
		enter(now);
	}

	/** @return code of the organisation that decided that it lapses; empty if it has not, or if only a date passed */
	public Optional<String> lapsedBy() {
		return Optional.ofNullable(lapsedBy);
	}

	/** The topmost organisation has confirmed; that all below it have too, the caller has seen in the history. */
	public void publish(Instant now) {
		require(state == RecordState.IN_REVIEW && stage == Stage.REFORM_OFFICE && confirmedAt != null && sentTo == null, "published");
		state = RecordState.PUBLISHED;
		enter(now);
	}

	private void enter(Instant now) {
		stageSince = now;
		deadline = null;
		overdueSince = null;
		confirmedAt = null;
		sentTo = null;
		stepName = null;
		otherReviewer = false;
		waitingSince = null;
		waitingUntil = null;
		updatedAt = now;
	}

	private void require(boolean allowed, String transition) {
		if (!allowed) {
			throw new IllegalStateException("Record %s (%s, %s) cannot be %s now".formatted(number, state, stage, transition));
		}
	}
}
