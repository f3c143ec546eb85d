package cn.zhicheng.workflow;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.variable.context.VariableContext;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * What a table {@code reminders} must be before it is deployed: each row says so many whole days before a date, never after it,
 * and a time of day. A row that does not would keep every organisation from being reminded that it is asked for.
 */
final class ReminderRules {

	/** Days before a date: no campaign is longer. */
	static final int MOST_DAYS = 365;

	private static final String DAYS = "daysBefore";
	private static final String TIME = "time";
	/** All rows that fit hold: with any other policy some reminders would be left out without a word. */
	private static final TableForm.Agreed AGREED = new TableForm.Agreed(DecisionTables.REMINDERS, List.of("COLLECT", "RULE ORDER"),
			Map.of(DAYS, "integer", TIME, "string"));
	private static final Pattern HOURS_AND_MINUTES = Pattern.compile("\\d\\d:\\d\\d");

	private final String resource;
	private final Element table;
	private final List<ModelFault> faults = new ArrayList<>();

	private ReminderRules(String resource, Element table) {
		this.resource = resource;
		this.table = table;
	}

	/** @return everything that is wrong with the decision {@code reminders} in the file, row by row */
	static List<ModelFault> faultsOf(String resource, Document document) {
		var form = new TableForm(resource, document, AGREED, TableForm.FEEL);
		if (!form.faults().isEmpty()) {
			return form.faults();
		}
		var rules = new ReminderRules(resource, form.table());
		rules.checkRows();
		return rules.faults;
	}

	private void checkRows() {
		var outputs = TableForm.outputNames(table);
		var region = TableForm.inputs(table).indexOf(TitleRecordReview.REGION);
		// Cells look at their own column at most, and outputs at nothing.
		var values = CandidateDecision.variables("620000", Stage.UNIT, OrganisationLevel.COUNTY);
		int number = 0;
		for (var row : TableForm.rows(table)) {
			number++;
			checkRegion(number, TableForm.cells(row).get(region), values);
			checkOutput(number, TableForm.outputs(row).get(outputs.indexOf(DAYS)), values, "reminderDays", ReminderRules::isDays);
			checkOutput(number, TableForm.outputs(row).get(outputs.indexOf(TIME)), values, "reminderTime", ReminderRules::isTime);
		}
	}

	private void checkRegion(int row, String cell, VariableContext values) {
		try {
			if (!cell.isBlank()) {
				TableForm.FEEL.evaluateSimpleUnaryTests(cell, TitleRecordReview.REGION, values);
			}
		} catch (RuntimeException e) {
			fault(row, "cellUnreadable", cell, CandidateDecision.reason(e));
		}
	}

	private void checkOutput(int row, String cell, VariableContext values, String key, Predicate<Object> fits) {
		try {
			if (!fits.test(TableForm.FEEL.evaluateSimpleExpression(cell, values))) {
				fault(row, key, cell, String.valueOf(MOST_DAYS));
			}
		} catch (RuntimeException e) {
			fault(row, "cellUnreadable", cell, CandidateDecision.reason(e));
		}
	}

	private static boolean isDays(Object value) {
		if (!(value instanceof Number number)) {
			return false;
		}
		var days = new BigDecimal(number.toString()).stripTrailingZeros();
		return days.scale() <= 0 && days.signum() >= 0 && days.compareTo(BigDecimal.valueOf(MOST_DAYS)) <= 0;
	}

	private static boolean isTime(Object value) {
		if (!(value instanceof String time) || !HOURS_AND_MINUTES.matcher(time).matches()) {
			return false;
		}
		try {
			LocalTime.parse(time);
			return true;
		} catch (DateTimeParseException noTime) {
			return false;
		}
	}

	private void fault(int row, String key, Object... arguments) {
		faults.add(ModelFault.of(resource, ModelFault.Place.row(row), key, arguments));
	}
}
