package cn.zhicheng.filing.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import cn.zhicheng.filing.RecordField;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * What a person typed into the form of a record: the values by field, and what the form has beside them for choices that
 * can also be written. Fields that the form did not send are absent.
 */
final class TypedRecord {

	static final String EMPLOYER_NAME = "employerName";
	/** The name for which the form showed its list of employers: if another stands in the field now, the list is out of date. */
	static final String EMPLOYER_LISTED_FOR = "employerListedFor";
	static final String SERIES_OTHER = "seriesOther";
	static final String REGION_OTHER = "issuerRegionOther";
	/** Choice that means: see the field beside it. */
	static final String OTHER = "*";

	private final Map<RecordField, String> values = new EnumMap<>(RecordField.class);
	private String employerName;
	private List<Organisation> employersFound = List.of();
	private boolean employerUnclear;

	static TypedRecord of(Map<String, String> parameters, OrganisationDirectory organisations) {
		var typed = new TypedRecord();
		for (var field : RecordField.values()) {
			if (parameters.containsKey(field.key())) {
				typed.values.put(field, parameters.get(field.key()));
			}
		}
		typed.takeWritten(RecordField.SERIES, parameters.get(SERIES_OTHER));
		typed.takeWritten(RecordField.ISSUER_REGION, parameters.get(REGION_OTHER));
		typed.takeEmployer(parameters, organisations);
		return typed;
	}

	private void takeWritten(RecordField field, String written) {
		var chosen = values.get(field);
		if (OTHER.equals(chosen) || (written != null && !written.isBlank() && (chosen == null || chosen.isBlank()))) {
			values.put(field, written == null ? "" : written);
		}
	}

	/** The name counts when it was changed after the list was shown; else what was chosen from the list. */
	private void takeEmployer(Map<String, String> parameters, OrganisationDirectory organisations) {
		employerName = parameters.get(EMPLOYER_NAME);
		if (employerName == null) {
			return;
		}
		employerName = employerName.strip();
		employersFound = organisations.employers(employerName);
		if (employerName.isEmpty()) {
			values.put(RecordField.EMPLOYER, "");
		} else if (!employerName.equals(parameters.get(EMPLOYER_LISTED_FOR)) || !values.containsKey(RecordField.EMPLOYER)) {
			var named = employersFound.stream().filter(unit -> unit.name().equals(employerName)).findFirst()
					.or(() -> employersFound.size() == 1 ? employersFound.stream().findFirst() : java.util.Optional.empty());
			employerUnclear = named.isEmpty();
			if (employerUnclear) {
				values.remove(RecordField.EMPLOYER);
			} else {
				values.put(RecordField.EMPLOYER, named.get().code());
			}
		}
	}

	/** Values to save. */
	Map<RecordField, String> values() {
		return values;
	}

	/** @return text in the field of the employer's name; null when the form did not send it */
	String employerName() {
		return employerName;
	}

	List<Organisation> employersFound() {
		return employersFound;
	}

	/** @return whether a name was typed that is no employer's, or several employers' */
	boolean isEmployerUnclear() {
		return employerUnclear;
	}
}
