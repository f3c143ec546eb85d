package cn.zhicheng.deadline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

import cn.zhicheng.deadline.DeadlineQuestions.Askers;
import cn.zhicheng.deadline.DeadlineQuestions.Question;
import cn.zhicheng.deadline.DeadlineRows.Answer;
import cn.zhicheng.deadline.DeadlineRows.Choice;
import cn.zhicheng.deadline.DeadlineRows.Match;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.organisation.TreeEdge;

/**
 * One look through a table of dates for {@link DeadlineTableRules}. What is wrong in the same way for many organisations is
 * told once, with their number and the name of one.
 */
final class DeadlineInspection {

	private final DeadlineRows table;
	private final CampaignDates dates;
	private final DeadlineQuestions questions;
	private final Map<Question, Answer> answers = new LinkedHashMap<>();
	private final List<DeadlineFault> faults = new ArrayList<>();

	DeadlineInspection(DeadlineRows table, CampaignDates dates, DeadlineQuestions questions) {
		this.table = table;
		this.dates = dates;
		this.questions = questions;
		questions.all().keySet().forEach(question -> answers.put(question, table.answer(question.region(), question.stage(), question.level())));
	}

	List<DeadlineFault> faults() {
		return List.copyOf(faults);
	}

	/** What a row says by itself, and whether another one always comes before it, whether an organisation asks for it or not. */
	void checkRows() {
		var seen = new RowsSeen();
		for (var region : RegionSamples.of(table.regionsNamed())) {
			for (var stage : Stage.values()) {
				for (var level : OrganisationLevel.values()) {
					seen.look(region, stage, level);
				}
			}
		}
		answers.forEach(seen::add);
		for (var row = 1; row <= table.size(); row++) {
			for (var reason : seen.reasons.getOrDefault(row, new LinkedHashSet<>())) {
				fault(row, "rowUnreadable", reason);
			}
			for (var text : seen.texts.getOrDefault(row, new LinkedHashSet<>())) {
				checkDate(row, text);
			}
			if (table.choice() == Choice.FIRST && seen.before.containsKey(row) && !seen.first.contains(row)) {
				fault(row, "rowCovered", seen.before.get(row).stream().map(String::valueOf).collect(Collectors.joining("、")));
			}
		}
		seen.contradictions.forEach((rows, question) -> fault(rows.get(1), "rowsOverlap", String.valueOf(rows.get(0)), question.region(),
				text(question.stage()), text(question.level())));
	}

	private void checkDate(int row, String text) {
		if (!CampaignDates.isWritten(text)) {
			fault(row, "dateUnreadable", String.valueOf(text));
		} else if (dates.read(text).isEmpty()) {
			fault(row, "dateDoesNotExist", text, dates.year());
		}
	}

	void checkCoverage() {
		record Gap(Stage stage, OrganisationLevel level) {
		}
		var gaps = new LinkedHashMap<Gap, Askers>();
		var regions = new LinkedHashMap<Gap, TreeSet<String>>();
		questions.all().forEach((question, who) -> {
			if (answers.get(question) instanceof Answer.Missing) {
				var gap = new Gap(question.stage(), question.level());
				gaps.merge(gap, who, Askers::and);
				regions.computeIfAbsent(gap, one -> new TreeSet<>()).add(question.region());
			}
		});
		gaps.forEach((gap, who) -> {
			var some = regions.get(gap).stream().limit(3).collect(Collectors.joining("、"));
			fault(0, "dateMissing", who.text(), regions.get(gap).size() > 3 ? some + "……" : some, text(gap.level()), text(gap.stage()));
		});
	}

	/** 自下而上、逐级报送: nobody may have to be done later than whoever comes next. */
	void checkOrder(Collection<TreeEdge> tree, String province) {
		var steps = new LinkedHashMap<Step, Late>();
		var last = Question.province(province, Stage.REFORM_OFFICE);
		compare(steps, "dateAfterLast", Question.province(province, Stage.FILING), last, new Late(Askers.PROVINCE, ""));
		for (var edge : tree) {
			var late = new Late(new Askers(edge.organisations(), edge.example()), edge.above() == null ? "" : edge.exampleSuperior());
			var review = Question.review(edge.below());
			if (edge.below().kind().employs()) {
				compare(steps, "filingAfterReview", Question.filing(edge.below()), review, late);
			}
			if (edge.above() == null) {
				compare(steps, "dateAfterLast", review, last, late);
			} else {
				compare(steps, "dateAfterSuperior", review, Question.review(edge.above()), late);
			}
		}
		steps.forEach((step, late) -> fault(step.first().row(), step.key(), late.who().text(), text(step.stage()), step.first().toString(),
				text(step.nextStage()), step.next().toString(), String.valueOf(step.next().row()), late.superior()));
	}

	private void compare(Map<Step, Late> steps, String key, Question one, Question next, Late late) {
		var first = dated(one);
		var second = dated(next);
		if (first.isPresent() && second.isPresent() && first.get().deadline().compareTo(second.get().deadline()) > 0) {
			steps.merge(new Step(key, one.stage(), first.get(), next.stage(), second.get()), late, Late::and);
		}
	}

	/** Two dates in the wrong order. */
	private record Step(String key, Stage stage, Dated first, Stage nextStage, Dated next) {
	}

	/** @param superior name of the superior of the one named as example; empty if it does not matter */
	private record Late(Askers who, String superior) {

		private Late and(Late others) {
			return new Late(who.and(others.who), superior);
		}
	}

	/** A typing error here makes thousands of records overdue in the same second. */
	void checkPastDates(DeadlineTable former, Instant now) {
		record Change(int row, Stage stage, String from, String to) {
		}
		var changes = new LinkedHashMap<Change, Askers>();
		questions.all().forEach((question, who) -> dated(question).filter(date -> date.deadline().isPassedAt(now)).ifPresent(date -> {
			var before = CampaignDates.ofTable(former, question.region(), question.stage(), question.level()).flatMap(dates::read);
			if (!before.equals(Optional.of(date.deadline()))) {
				changes.merge(new Change(date.row(), question.stage(), before.map(one -> one.date().toString()).orElse("—"), date.toString()),
						who, Askers::and);
			}
		}));
		changes.forEach((change, who) -> fault(change.row(), "pastDate", who.text(), text(change.stage()), change.from(), change.to()));
	}

	private record Dated(int row, Deadline deadline) {

		@Override
		public String toString() {
			return deadline.date().toString();
		}
	}

	private Optional<Dated> dated(Question question) {
		return answers.get(question) instanceof Answer.Given given ? dates.read(given.text()).map(date -> new Dated(given.row(), date))
				: Optional.empty();
	}

	private void fault(int row, String key, Object... arguments) {
		faults.add(new DeadlineFault(row, key, List.of(arguments)));
	}

	private static MessageSourceResolvable text(Stage stage) {
		return new DefaultMessageSourceResolvable("stage." + stage.name());
	}

	private static MessageSourceResolvable text(OrganisationLevel level) {
		return new DefaultMessageSourceResolvable(level.messageKey());
	}

	/** What was seen of the rows, sample by sample. */
	private final class RowsSeen {

		private final Map<Integer, LinkedHashSet<String>> texts = new LinkedHashMap<>();
		private final Map<Integer, LinkedHashSet<String>> reasons = new LinkedHashMap<>();
		/** Of each row that was about something: those that decided before it. */
		private final Map<Integer, TreeSet<Integer>> before = new LinkedHashMap<>();
		private final TreeSet<Integer> first = new TreeSet<>();
		private final Map<List<Integer>, Question> contradictions = new LinkedHashMap<>();

		/** A table that tells regions apart otherwise than by their digits may say to an organisation what it said to no sample. */
		private void add(Question question, Answer answer) {
			if (answer instanceof Answer.Given given) {
				first.add(given.row());
				texts.computeIfAbsent(given.row(), one -> new LinkedHashSet<>()).add(given.text());
			} else if (answer instanceof Answer.Unreadable unreadable) {
				reasons.computeIfAbsent(unreadable.row(), one -> new LinkedHashSet<>()).add(unreadable.reason());
			} else if (answer instanceof Answer.Ambiguous ambiguous) {
				contradictions.putIfAbsent(ambiguous.rows().subList(0, 2), question);
			}
		}

		private void look(String region, Stage stage, OrganisationLevel level) {
			var decider = 0;
			String decided = null;
			for (var row = 1; row <= table.size(); row++) {
				var match = table.match(row, region, stage, level);
				if (match instanceof Match.Unreadable unreadable) {
					reasons.computeIfAbsent(row, one -> new LinkedHashSet<>()).add(unreadable.reason());
				} else if (match instanceof Match.Yes yes) {
					texts.computeIfAbsent(row, one -> new LinkedHashSet<>()).add(yes.text());
					var deciders = before.computeIfAbsent(row, one -> new TreeSet<>());
					if (decider == 0) {
						decider = row;
						decided = yes.text();
						first.add(row);
					} else {
						deciders.add(decider);
						if (table.choice() == Choice.UNIQUE || table.choice() == Choice.ANY && !String.valueOf(decided).equals(yes.text())) {
							contradictions.putIfAbsent(List.of(decider, row), new Question(region, stage, level));
						}
					}
				}
			}
		}
	}
}
