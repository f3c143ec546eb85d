package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelException;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Description;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.Text;
import org.camunda.bpm.model.xml.ModelParseException;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.designer.DeadlineRow;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The file of the decision {@code deadlines} as rows that can be edited in a page, and back. Whatever the page does not show,
 * drawing and notes included, stays as it is in the file.
 */
final class DeadlineFile {

	private static final Pattern PREFIX = Pattern.compile("starts with\\(\\s*\\?\\s*,\\s*\"(\\d+)\"\\s*\\)");
	private static final Pattern WORDS = Pattern.compile("\\s*\"[^\"]*\"(\\s*,\\s*\"[^\"]*\")*\\s*");
	private static final Pattern TEXT = Pattern.compile("\"((?:\\\\.|[^\"\\\\])*)\"");

	private final DmnModelInstance model;
	private final DecisionTable table;
	private final int region;
	private final int stage;
	private final int level;

	private DeadlineFile(DmnModelInstance model, DecisionTable table) {
		this.model = model;
		this.table = table;
		var inputs = table.getInputs().stream().map(input -> input.getInputExpression().getText().getTextContent().strip()).toList();
		this.region = inputs.indexOf(TitleRecordReview.REGION);
		this.stage = inputs.indexOf(TitleRecordReview.STAGE.name());
		this.level = inputs.indexOf(TitleRecordReview.ORGANISATION_LEVEL);
	}

	/** @return empty when the file is not one that has the rows of such a table */
	static Optional<DeadlineFile> read(byte[] content) {
		try {
			ModelXml.read(DecisionTables.DEADLINES, content);
			var model = Dmn.readModelFromStream(new ByteArrayInputStream(content));
			return Optional.ofNullable((Decision) model.getModelElementById(DecisionTables.DEADLINES)).map(Decision::getExpression)
					.filter(DecisionTable.class::isInstance).map(DecisionTable.class::cast)
					.filter(table -> table.getInputs().size() == 3 && table.getOutputs().size() == 1)
					.map(table -> new DeadlineFile(model, table)).filter(file -> file.region >= 0 && file.stage >= 0 && file.level >= 0);
		} catch (ModelXml.UnreadableException | DmnModelException | ModelParseException | ClassCastException | NullPointerException unfit) {
			return Optional.empty();
		}
	}

	List<DeadlineRow> rows() {
		return table.getRules().stream().map(this::row).toList();
	}

	private DeadlineRow row(Rule rule) {
		var cells = rule.getInputEntries().stream().map(entry -> entry.getTextContent().strip()).toList();
		var prefix = PREFIX.matcher(cells.get(region));
		var anyRegion = isAny(cells.get(region));
		var stages = words(cells.get(stage), Stage.values(), Stage::key);
		var levels = words(cells.get(level), OrganisationLevel.values(), OrganisationLevel::key);
		var plain = (anyRegion || prefix.matches()) && stages.isPresent() && levels.isPresent();
		var source = rule.getDescription() == null ? "" : rule.getDescription().getTextContent().strip();
		return new DeadlineRow(rule.getId(), plain && !anyRegion ? prefix.group(1) : "", plain ? stages.get() : Set.of(),
				plain ? levels.get() : Set.of(), unquoted(rule.getOutputEntries().iterator().next().getTextContent().strip()), source,
				plain ? null : String.join(" | ", cells));
	}

	private static boolean isAny(String cell) {
		return cell.isEmpty() || cell.equals("-");
	}

	/** @return the constants that a cell names; empty set: any; empty: it is something else */
	private static <E extends Enum<E>> Optional<Set<E>> words(String cell, E[] constants, Function<E, String> key) {
		if (isAny(cell)) {
			return Optional.of(Set.of());
		}
		if (!WORDS.matcher(cell).matches()) {
			return Optional.empty();
		}
		var named = TEXT.matcher(cell).results().map(found -> found.group(1)).toList();
		var found = EnumSet.noneOf(constants[0].getDeclaringClass());
		Arrays.stream(constants).filter(one -> named.contains(key.apply(one))).forEach(found::add);
		return found.size() == named.size() ? Optional.of(found) : Optional.empty();
	}

	private static String unquoted(String cell) {
		var text = TEXT.matcher(cell);
		return text.matches() ? text.group(1) : cell;
	}

	/** @return the file with these rows, see {@link cn.zhicheng.designer.DeadlineModels#withRows} */
	byte[] withRows(List<DeadlineRow> rows) {
		var present = table.getRules().stream().collect(Collectors.toMap(Rule::getId, Function.identity()));
		var ordered = new ArrayList<>(rows.stream().filter(row -> present.containsKey(row.id())).toList());
		rows.stream().filter(row -> !present.containsKey(row.id())).forEach(row -> ordered.add(placeOf(row, ordered), row));
		var rules = ordered.stream().map(row -> rule(row, present)).toList();
		table.getRules().clear();
		table.getRules().addAll(rules);
		return Dmn.convertToString(model).getBytes(StandardCharsets.UTF_8);
	}

	/** Before the first row about a larger region: the first one that fits counts. */
	private static int placeOf(DeadlineRow row, List<DeadlineRow> among) {
		var index = 0;
		while (index < among.size() && (among.get(index).written() != null || among.get(index).region().length() >= row.region().length())) {
			index++;
		}
		return index;
	}

	private Rule rule(DeadlineRow row, Map<String, Rule> present) {
		var rule = present.containsKey(row.id()) ? present.get(row.id()) : newRule(present.keySet());
		if (row.written() == null) {
			var cells = List.copyOf(rule.getInputEntries());
			write(cells.get(region).getText(), row.region().isEmpty() ? "" : "starts with(?, " + quoted(row.region()) + ")");
			write(cells.get(stage).getText(), words(row.stages().stream().sorted().map(Stage::key)));
			write(cells.get(level).getText(), words(row.levels().stream().sorted().map(OrganisationLevel::key)));
		}
		write(rule.getOutputEntries().iterator().next().getText(), quoted(row.date()));
		if (rule.getDescription() == null) {
			rule.setDescription(model.newInstance(Description.class));
		}
		rule.getDescription().setTextContent(row.source());
		return rule;
	}

	private Rule newRule(Collection<String> taken) {
		var id = Stream.iterate(1, number -> number + 1).map(number -> "addedRow" + number)
				.filter(one -> !taken.contains(one) && model.getModelElementById(one) == null).findFirst().orElseThrow();
		var rule = model.newInstance(Rule.class, id);
		table.getRules().add(rule);
		for (var input : table.getInputs()) {
			var entry = model.newInstance(InputEntry.class, id + "_" + input.getId());
			entry.setText(model.newInstance(Text.class));
			rule.getInputEntries().add(entry);
		}
		var output = model.newInstance(OutputEntry.class, id + "_deadline");
		output.setText(model.newInstance(Text.class));
		rule.getOutputEntries().add(output);
		return rule;
	}

	private static void write(Text text, String content) {
		text.setTextContent(content);
	}

	private static String words(Stream<String> keys) {
		return keys.map(DeadlineFile::quoted).collect(Collectors.joining(", "));
	}

	private static String quoted(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}
}
