package cn.zhicheng.filing.web;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.EvidenceSettings;
import cn.zhicheng.filing.Acquisition;
import cn.zhicheng.filing.Confidentiality;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.Jurisdiction;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordKeys;
import cn.zhicheng.filing.RecordTexts;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.filing.Sex;
import cn.zhicheng.filing.TitleCatalogue;
import cn.zhicheng.filing.TitleLevel;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * The form of a record: every field of the notice with its choices, what was typed or saved, what is wrong with it and
 * what the reviewer remarked, and the places of the evidence.
 */
@Component
class RecordForms {

	private final Filing filing;
	private final RecordViews views;
	private final RecordProgress progress;
	private final RecordTexts recordTexts;
	private final TitleCatalogue catalogue;
	private final Regions regions;
	private final OrganisationDirectory organisations;
	private final EvidenceSettings evidenceSettings;
	private final PageTexts texts;

	RecordForms(Filing filing, RecordViews views, RecordProgress progress, RecordTexts recordTexts, TitleCatalogue catalogue, Regions regions,
			OrganisationDirectory organisations, EvidenceSettings evidenceSettings, PageTexts texts) {
		this.filing = filing;
		this.views = views;
		this.progress = progress;
		this.recordTexts = recordTexts;
		this.catalogue = catalogue;
		this.regions = regions;
		this.organisations = organisations;
		this.evidenceSettings = evidenceSettings;
		this.texts = texts;
	}

	record Choice(String value, String text) {
	}

	record Group(String label, List<Choice> choices) {
	}

	/**
	 * @param widget which of the form's building blocks shows it
	 * @param value what stands in it; empty for nothing
	 * @param other what stands in the field beside a choice, for what its list lacks
	 * @param hint null for none
	 */
	record Field(String key, String label, String widget, boolean required, int maxLength, String value, String other,
			List<Choice> choices, List<Group> groups, String hint, List<String> problems, List<String> remarks) {
	}

	record Fieldset(String title, String explanation, List<Field> fields) {
	}

	/** @param chosen what the employer's name field holds */
	record EmployerChoice(String name, String code, List<Choice> found, boolean searched) {
	}

	/** The place of one kind of evidence. */
	record Slot(String number, String kind, String anchor, String label, boolean required, String hint, String accept, boolean full,
			boolean repeatable, List<RecordViews.File> files, List<String> problems, List<String> remarks) {
	}

	record Form(RecordViews.Head head, int version, RecordViews.Person person, List<Fieldset> fieldsets, EmployerChoice employer,
			List<TitleCatalogue.Title> titles, List<Slot> slots, RecordViews.Return returned, String deadline, String warning,
			List<RecordViews.Problem> problems, List<RecordViews.Change> differences, String maxSize, long maxBytes) {
	}

	/**
	 * @param typed what was typed; null to show what is saved
	 * @param version that the form goes on with
	 * @param problems to be shown at the top and beside the fields
	 */
	Form form(TitleRecord record, TypedRecord typed, int version, List<RecordViews.Problem> problems,
			List<RecordViews.Change> differences) {
		var returned = views.returned(record);
		var problemTexts = new LinkedHashMap<String, List<String>>();
		problems.stream().filter(problem -> problem.field() != null)
				.forEach(problem -> problemTexts.computeIfAbsent(problem.field(), key -> new ArrayList<>()).add(problem.text()));
		var context = new Context(record, typed, problemTexts, returned);
		var fieldsets = List.of(
				new Fieldset(texts.text("section.BASIC"), null,
						RecordField.of(RecordField.Section.BASIC).stream().map(field -> field(field, context)).toList()),
				new Fieldset(texts.text("edit.scope"), texts.text("edit.scope.explanation"),
						RecordField.of(RecordField.Section.TITLE).stream().filter(RecordForms::isOfScope).map(field -> field(field, context)).toList()),
				new Fieldset(texts.text("section.TITLE"), null,
						RecordField.of(RecordField.Section.TITLE).stream().filter(field -> !isOfScope(field)).map(field -> field(field, context)).toList()));
		return new Form(views.head(record), version, views.person(record.applicant()), fieldsets, employer(context),
				catalogue.series().stream().flatMap(series -> catalogue.titlesOf(series).stream()).toList(),
				slots(record, problemTexts, returned), returned, ChinaTime.end(filing.deadlineOf(record)), progress.of(record).warning(), problems, differences,
				evidenceSettings.maxSizeText(), evidenceSettings.maxSize().toBytes());
	}

	private record Context(TitleRecord record, TypedRecord typed, Map<String, List<String>> problems, RecordViews.Return returned) {

		String value(RecordField field) {
			var value = typed != null && typed.values().containsKey(field) ? typed.values().get(field) : field.valueOf(record.details());
			return value == null ? "" : value;
		}
	}

	private static boolean isOfScope(RecordField field) {
		return field == RecordField.ACQUISITION || field == RecordField.JURISDICTION || field == RecordField.CONFIDENTIALITY;
	}

	private Field field(RecordField field, Context context) {
		var value = context.value(field);
		var choices = choices(field);
		var groups = field == RecordField.ISSUER_REGION ? regionGroups() : List.<Group>of();
		var other = "";
		if (field == RecordField.SERIES && !value.isEmpty() && !catalogue.hasSeries(value)
				|| field == RecordField.ISSUER_REGION && !value.isEmpty() && !isListed(value)) {
			other = value;
			value = TypedRecord.OTHER;
		}
		return new Field(field.key(), recordTexts.label(field.key()), widget(field, value), field.isRequired(), field.maxLength(), value,
				other, choices, groups, texts.optional("edit.hint." + field.key()), context.problems().getOrDefault(field.key(), List.of()),
				RecordViews.remarksOn(field.key(), context.returned()));
	}

	private boolean isListed(String region) {
		return regions.isKnown(region) && !regions.isHistorical(region);
	}

	/** A date that was typed wrongly can be kept in a text field only. */
	private static String widget(RecordField field, String value) {
		return switch (field) {
			case SEX, ACQUISITION, JURISDICTION, CONFIDENTIALITY -> "radio";
			case LEVEL -> "select";
			case SERIES -> "series";
			case TITLE -> "title";
			case ISSUER_REGION -> "region";
			case EMPLOYER -> "employer";
			case MOBILE -> "tel";
			case EMAIL -> "email";
			case REVIEW_YEAR -> "year";
			default -> field.kind() == RecordField.Kind.DATE && (value.isEmpty() || isDate(value)) ? "date" : "text";
		};
	}

	private static boolean isDate(String value) {
		try {
			LocalDate.parse(value);
			return true;
		} catch (DateTimeParseException e) {
			return false;
		}
	}

	private List<Choice> choices(RecordField field) {
		return switch (field) {
			case SEX -> Arrays.stream(Sex.values()).map(one -> choice(one.name(), one.messageKey())).toList();
			case ACQUISITION -> Arrays.stream(Acquisition.values()).map(one -> choice(one.name(), one.messageKey())).toList();
			case JURISDICTION -> Arrays.stream(Jurisdiction.values()).map(one -> choice(one.name(), one.messageKey())).toList();
			case CONFIDENTIALITY -> Arrays.stream(Confidentiality.values()).map(one -> choice(one.name(), one.messageKey())).toList();
			case LEVEL -> Arrays.stream(TitleLevel.values()).map(one -> choice(one.name(), one.messageKey())).toList();
			case SERIES -> catalogue.series().stream().map(series -> new Choice(series, series)).toList();
			default -> List.of();
		};
	}

	private Choice choice(String value, String messageKey) {
		return new Choice(value, texts.text(messageKey));
	}

	private List<Group> regionGroups() {
		var groups = new ArrayList<Group>();
		var choices = new ArrayList<Choice>();
		String label = "";
		for (var region : regions.current()) {
			if (region.kind() == Regions.Kind.PREFECTURE) {
				groups.add(new Group(label, List.copyOf(choices)));
				choices.clear();
				label = region.name();
			} else if (region.kind() == Regions.Kind.PROVINCE) {
				label = region.name();
			}
			choices.add(new Choice(region.code(), region.name()));
		}
		groups.add(new Group(label, List.copyOf(choices)));
		return groups;
	}

	private EmployerChoice employer(Context context) {
		var code = context.value(RecordField.EMPLOYER);
		var typed = context.typed();
		var name = typed != null && typed.employerName() != null && typed.isEmployerUnclear() ? typed.employerName()
				: organisations.find(code).map(Organisation::name).orElse("");
		boolean unclear = typed != null && typed.isEmployerUnclear();
		var found = unclear ? typed.employersFound() : organisations.find(code).stream().toList();
		return new EmployerChoice(name, unclear ? "" : code, found.stream().map(unit -> new Choice(unit.code(), unit.superior()
				.map(superior -> texts.text("edit.employer.choice", unit.name(), organisations.nameOf(superior))).orElse(unit.name()))).toList(), unclear);
	}

	private List<Slot> slots(TitleRecord record, Map<String, List<String>> problems, RecordViews.Return returned) {
		var evidence = filing.evidenceOf(record);
		return Arrays.stream(EvidenceKind.values())
				.map(kind -> slot(record, kind, evidence, problems.getOrDefault(RecordKeys.of(kind), List.of()), returned)).toList();
	}

	/** The place of one kind alone, after a file was uploaded to it or removed from it. */
	Slot slot(TitleRecord record, EvidenceKind kind, List<String> problems) {
		return slot(record, kind, filing.evidenceOf(record), problems, views.returned(record));
	}

	private Slot slot(TitleRecord record, EvidenceKind kind, List<Evidence> evidence, List<String> problems, RecordViews.Return returned) {
		var files = views.files(evidence.stream().filter(file -> file.getKind() == kind).toList());
		return new Slot(record.number(), kind.name(), RecordViews.anchor(kind), texts.text(kind.messageKey()), kind.isRequired(),
				texts.text(kind.hintKey(), evidenceSettings.maxSizeText(), kind.most()), kind.accept(), files.size() >= kind.most(),
				kind.isRepeatable(), files, problems, RecordViews.remarksOn(RecordKeys.of(kind), returned));
	}
}
