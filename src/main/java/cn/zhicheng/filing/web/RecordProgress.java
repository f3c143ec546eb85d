package cn.zhicheng.filing.web;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordDates;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Tells the person where a record is on its way: the actual organisations from the unit up the tree
 * (甘人社通〔2021〕117号 三: 自下而上、逐级报送), since when, and until when the next step is due.
 */
@Component
class RecordProgress {

	private final Filing filing;
	private final RecordDates dates;
	private final OrganisationDirectory organisations;
	private final PageTexts texts;
	private final Clock clock;

	RecordProgress(Filing filing, RecordDates dates, OrganisationDirectory organisations, PageTexts texts, Clock clock) {
		this.filing = filing;
		this.dates = dates;
		this.organisations = organisations;
		this.texts = texts;
		this.clock = clock;
	}

	/** Whether a step is behind, here or to come. */
	enum Position {
		DONE, HERE, AHEAD;

		/** @return message key of the word for people who do not see the colours */
		public String messageKey() {
			return "progress.position." + name();
		}

		public String cssClass() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}
	}

	/** @param stage what is done there; null at the last step, the register */
	record Step(String name, String stage, Position position) {
	}

	/**
	 * @param sentence where the record is and until when what is due
	 * @param warning what is wrong with the dates, or null
	 * @param employerKnown whether the way can be shown at all
	 */
	record Line(List<Step> steps, String sentence, String warning, boolean employerKnown) {
	}

	Line of(TitleRecord record) {
		var way = organisations.wayUpFrom(record.details().employer());
		return new Line(steps(record, way), sentence(record), warning(record), !way.isEmpty());
	}

	private List<Step> steps(TitleRecord record, List<Organisation> way) {
		int here = switch (record.state()) {
			case DRAFT, RETURNED, LAPSED -> 0;
			case IN_REVIEW -> 1 + way.stream().map(Organisation::code).toList().indexOf(record.organisation());
			case PUBLISHED -> way.size() + 2;
		};
		var steps = new ArrayList<Step>();
		add(steps, texts.text("progress.self"), texts.text("stage." + Stage.FILING), here);
		way.forEach(organisation -> add(steps, organisation.name(), texts.text("stage." + Stage.of(organisation.kind())), here));
		add(steps, texts.text("progress.register"), null, here);
		if (record.isWaiting()) {
			wait(steps, record, here);
		}
		return steps;
	}

	/** What it waits at is a step of its own: before the organisation that is to decide, or behind the one that has. */
	private void wait(List<Step> steps, TitleRecord record, int here) {
		var place = steps.get(here);
		boolean decided = record.confirmedAt().isPresent() || record.organisation() == null;
		steps.set(here, new Step(place.name(), place.stage(), decided ? Position.DONE : Position.AHEAD));
		steps.add(decided ? here + 1 : here, new Step(record.stepName().orElse(""), texts.text("progress.waitingStep"), Position.HERE));
	}

	private static void add(List<Step> steps, String name, String stage, int here) {
		int index = steps.size();
		steps.add(new Step(name, stage, index < here ? Position.DONE : index == here ? Position.HERE : Position.AHEAD));
	}

	private String sentence(TitleRecord record) {
		var since = ChinaTime.moment(record.stageSince());
		return switch (record.state()) {
			case DRAFT -> isTooLate(record) ? texts.text("progress.draftTooLate")
					: texts.text("progress.draft", ChinaTime.end(filing.deadlineOf(record)));
			case IN_REVIEW -> record.isWaiting() ? waiting(record)
					: texts.text("progress.inReview", organisations.nameOf(record.organisation()), since, ChinaTime.end(dates.reviewDeadline(record)),
							record.stepName().orElseGet(() -> texts.text("stage." + record.stage())));
			case RETURNED -> isTooLate(record) ? texts.text("progress.returnedTooLate", organisations.nameOf(record.organisation()))
					: texts.text("progress.returned", organisations.nameOf(record.organisation()), ChinaTime.end(filing.deadlineOf(record)));
			case PUBLISHED -> texts.text("progress.published", since);
			case LAPSED -> record.lapsedBy().isPresent()
					? texts.text("progress.lapsedBySuperior", organisations.nameOf(record.organisation()), organisations.nameOf(record.lapsedBy().get()), since)
					: texts.text("progress.lapsed", ChinaTime.end(filing.deadlineOf(record)));
		};
	}

	private String waiting(TitleRecord record) {
		var name = record.stepName().orElse("");
		return record.waitingUntil().map(until -> texts.text("progress.waitingUntil", name, ChinaTime.moment(until)))
				.orElseGet(() -> texts.text("progress.waiting", name));
	}

	private String warning(TitleRecord record) {
		if (dates.isOverdue(record, clock.instant())) {
			return texts.text("progress.overdue");
		}
		if (isTooLate(record)) {
			return texts.text(record.state() == RecordState.DRAFT ? "progress.filingPassed" : "progress.amendmentPassed",
					ChinaTime.end(filing.deadlineOf(record)));
		}
		return null;
	}

	/** Whether the individual has let the date pass: then nothing is asked of them any more. */
	private boolean isTooLate(TitleRecord record) {
		return record.state().isEditable() && filing.deadlineOf(record).isPassedAt(clock.instant());
	}
}
