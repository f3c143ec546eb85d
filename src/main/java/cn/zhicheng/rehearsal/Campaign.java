package cn.zhicheng.rehearsal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.FieldProblem;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.rehearsal.RehearsedEngine.OpenReview;

/**
 * One campaign: everybody does what their habits say, through the services that the pages and Tasklist call.
 */
final class Campaign {

	private static final String RETURN_REASON = "演练：证书编号与证书不符";

	/** Whoever has fewer to decide does not spread them over the whole day. */
	private static final int USUAL_DAY = 20;

	private final RehearsalSettings settings;
	private final Chance chance;
	private final Timeline timeline;
	private final SimulatedClock clock;
	private final RehearsedEngine engine;
	private final Filing filing;
	private final MadeUpEvidence evidence;
	private final TransactionTemplate transaction;
	private final Trouble trouble;
	private final Superiors superiors;
	private final Map<String, Organisation> organisations = new HashMap<>();
	private final Map<String, Person> byRecord = new HashMap<>();
	private final Map<String, Integer> refusals = new TreeMap<>();
	private LocalDate until;

	Campaign(RehearsalSettings settings, Chance chance, Timeline timeline, SimulatedClock clock, RehearsedEngine engine, Filing filing,
			MadeUpEvidence evidence, TransactionTemplate transaction, Trouble trouble, Superiors superiors) {
		this.settings = settings;
		this.chance = chance;
		this.timeline = timeline;
		this.clock = clock;
		this.engine = engine;
		this.filing = filing;
		this.evidence = evidence;
		this.transaction = transaction;
		this.trouble = trouble;
		this.superiors = superiors;
	}

	/** @param until last day on which organisations work */
	void open(List<Organisation> tree, LocalDate first, LocalDate until) {
		this.until = until;
		tree.forEach(one -> organisations.put(one.code(), one));
		planDay(first);
	}

	/** Plans what somebody does with the filing date of the own unit. */
	void takesPart(Person person, LocalDate first, Deadline filingDate) {
		timeline.at(person.filesAt(first, filingDate), () -> trouble.watch(() -> file(person)));
	}

	/** @return why submissions were refused, by message key, and how often */
	Map<String, Integer> refusals() {
		return refusals;
	}

	private void file(Person person) {
		var number = transaction.execute(status -> {
			var record = filing.begin(person.applicant()).orElseThrow();
			filing.save(person.applicant(), record.number(), record.version(), contentOf(person));
			evidence.files().forEach(file -> filing.attach(person.applicant(), record.number(), file));
			return record.number();
		});
		person.began(number);
		byRecord.put(number, person);
		if (person.habit() != Person.Habit.NEVER) {
			submit(person);
		}
	}

	private void submit(Person person) {
		var record = filing.find(person.applicant(), person.record()).orElseThrow();
		var outcome = filing.submit(person.applicant(), person.record(), record.version());
		if (outcome instanceof FilingOutcome.Done) {
			person.submitted();
		} else if (outcome instanceof FilingOutcome.Refused refused) {
			refused.problems().stream().map(FieldProblem::messageKey).forEach(this::refused);
		} else {
			refused("rehearsal.notNow");
		}
	}

	private void refused(String why) {
		refusals.merge(why, 1, Integer::sum);
	}

	private void amend(Person person) {
		var record = filing.find(person.applicant(), person.record()).orElseThrow();
		var outcome = filing.save(person.applicant(), person.record(), record.version(),
				Map.of(RecordField.CERTIFICATE_NUMBER, "演练%06d改%d".formatted(person.index(), record.submissions())));
		if (outcome instanceof FilingOutcome.Done) {
			submit(person);
		} else {
			refused("rehearsal.notNow");
		}
	}

	private void planDay(LocalDate day) {
		var working = day;
		while (!WorkingDay.is(working)) {
			working = working.plusDays(1);
		}
		if (working.isAfter(until)) {
			return;
		}
		var today = working;
		timeline.at(WorkingDay.begin(today, 0), () -> {
			engine.openSupervisions().forEach((code, tasks) -> trouble.watch(() -> superiors.work(today, code, tasks)));
			engine.openReviews().forEach((code, reviews) -> trouble.watch(() -> work(today, organisation(code), reviews)));
			planDay(today.plusDays(1));
		});
	}

	private Organisation organisation(String code) {
		if (!organisations.containsKey(code)) {
			throw new IllegalStateException("Reviews wait for group %s, which is no organisation".formatted(code));
		}
		return organisations.get(code);
	}

	/** An organisation looks at its list and takes up what has lain long enough, the oldest first. */
	private void work(LocalDate day, Organisation organisation, List<OpenReview> reviews) {
		var begin = WorkingDay.begin(day, chance.of("begins", organisation.code(), day.toString()));
		var today = reviews.stream().filter(review -> isTakenUp(review, organisation, begin)).limit(settings.reviewers().decisionsPerDay()).toList();
		long each = WorkingDay.secondsEach(Math.max(USUAL_DAY, today.size()));
		for (int i = 0; i < today.size(); i++) {
			var review = today.get(i);
			timeline.at(begin.plusSeconds(each * i), () -> trouble.watch(() -> decide(review, organisation)));
		}
	}

	private boolean isTakenUp(OpenReview review, Organisation organisation, Instant now) {
		if (superiors.hasUrged(organisation.code())) {
			return true;
		}
		var person = byRecord.get(review.number());
		double days = person.liesFor(organisation.code()) + (isSlow(organisation) ? settings.reviewers().slowDays() : 0);
		return !review.since().plusSeconds((long) (days * 24 * 3600)).isAfter(now);
	}

	boolean isSlow(Organisation organisation) {
		return chance.of("slow", organisation.code()) < settings.reviewers().slow();
	}

	private void decide(OpenReview review, Organisation organisation) {
		var person = byRecord.get(review.number());
		boolean returns = person.isReturnedAt(Stage.of(organisation.kind()));
		var decision = engine.decide(review.id(), organisation.code(), returns ? RETURN_REASON : null);
		if (decision == RehearsedEngine.Decision.REFUSED && returns) {
			// Too late to be returned: it would lapse at once.
			refused("rehearsal.returnRefused");
			decision = engine.decide(review.id(), organisation.code(), null);
		} else if (decision == RehearsedEngine.Decision.DONE && returns) {
			if (person.amends()) {
				timeline.at(clock.instant().plus(person.amendsAfter()), () -> trouble.watch(() -> amend(person)));
			}
		}
		if (decision == RehearsedEngine.Decision.REFUSED) {
			refused("rehearsal.decisionRefused");
		}
	}

	private static Map<RecordField, String> contentOf(Person person) {
		var values = new HashMap<RecordField, String>();
		values.put(RecordField.NAME, person.name());
		values.put(RecordField.MOBILE, "13900000000");
		values.put(RecordField.EMAIL, "person%06d@example.org".formatted(person.index()));
		values.put(RecordField.EMPLOYER_WHEN_GRANTED, "演练单位");
		values.put(RecordField.EMPLOYER, person.unit());
		values.put(RecordField.ACQUISITION, "REVIEW");
		values.put(RecordField.JURISDICTION, "PROVINCE");
		values.put(RecordField.CONFIDENTIALITY, "OPEN");
		values.put(RecordField.REVIEW_YEAR, "2010");
		values.put(RecordField.SERIES, "中小学教师");
		values.put(RecordField.LEVEL, "INTERMEDIATE");
		values.put(RecordField.TITLE, "一级教师");
		values.put(RecordField.SPECIALITY, "演练");
		values.put(RecordField.CERTIFICATE_NUMBER, "演练%06d".formatted(person.index()));
		values.put(RecordField.ISSUE_DATE, "2010-12-25");
		values.put(RecordField.QUALIFICATION_DOCUMENT_NUMBER, "演练〔2010〕1号");
		values.put(RecordField.ISSUER, "演练发证机关");
		values.put(RecordField.ISSUER_REGION, "620700");
		values.put(RecordField.COMMITTEE, "演练评审委员会");
		return values;
	}
}
