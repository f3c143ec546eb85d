package cn.zhicheng.deadline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import cn.zhicheng.organisation.OrganisationLevel;

/**
 * A table of dates that can be looked into row by row, deployed or not: what {@link DeadlineTableRules} checks and what can
 * say which row gave a date. Rows are numbered from 1, as Camunda Modeler shows them.
 */
public interface DeadlineRows extends DeadlineTable {

	/** Which of the rows that fit is the answer. */
	enum Choice {
		/** The first one. */
		FIRST,
		/** The only one: several are an error. */
		UNIQUE,
		/** Any one: several must say the same. */
		ANY
	}

	/** What one row says to a question. */
	sealed interface Match {

		/** The row is not about it. */
		record No() implements Match {
		}

		/** @param text what stands in the column of dates, whether it is a date or not */
		record Yes(String text) implements Match {
		}

		/** @param reason why the row cannot be evaluated */
		record Unreadable(String reason) implements Match {
		}
	}

	/** What the table says to a question. */
	sealed interface Answer {

		/** No row is about it. */
		record Missing() implements Answer {
		}

		/** @param text what stands in the column of dates, whether it is a date or not */
		record Given(int row, String text) implements Answer {
		}

		/** @param rows that contradict each other, at least two */
		record Ambiguous(List<Integer> rows) implements Answer {
		}

		/** @param reason why the row cannot be evaluated */
		record Unreadable(int row, String reason) implements Answer {
		}
	}

	/** @return number of rows */
	int size();

	Choice choice();

	/** @return digits with which the table tells regions apart: two to six of each, prefixes and whole codes */
	Set<String> regionsNamed();

	/**
	 * @param row from 1
	 * @param region six digits of the organisation's administrative division
	 */
	Match match(int row, String region, Stage stage, OrganisationLevel level);

	/** @param region six digits of the organisation's administrative division */
	default Answer answer(String region, Stage stage, OrganisationLevel level) {
		var rows = new ArrayList<Integer>();
		var texts = new ArrayList<String>();
		for (var row = 1; row <= size(); row++) {
			var match = match(row, region, stage, level);
			if (match instanceof Match.Unreadable unreadable) {
				// Whatever the other rows say, the engine would answer with an error.
				return new Answer.Unreadable(row, unreadable.reason());
			}
			if (match instanceof Match.Yes yes) {
				rows.add(row);
				texts.add(yes.text());
			}
		}
		if (rows.isEmpty()) {
			return new Answer.Missing();
		}
		var contradictory = switch (choice()) {
			case FIRST -> false;
			case UNIQUE -> rows.size() > 1;
			case ANY -> texts.stream().distinct().count() > 1;
		};
		return contradictory ? new Answer.Ambiguous(List.copyOf(rows)) : new Answer.Given(rows.get(0), texts.get(0));
	}

	/** @throws IllegalStateException if the table contradicts itself or cannot be read, which {@link DeadlineTableRules} finds */
	@Override
	default Optional<String> dateFor(String region, Stage stage, OrganisationLevel level) {
		var answer = answer(region, stage, level);
		if (answer instanceof Answer.Given given) {
			return Optional.of(given.text());
		}
		if (answer instanceof Answer.Missing) {
			return Optional.empty();
		}
		throw new IllegalStateException("deadlines: %s for region %s, stage %s, level %s".formatted(answer, region, stage.key(), level.key()));
	}
}
