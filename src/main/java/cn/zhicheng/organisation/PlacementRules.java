package cn.zhicheng.organisation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;

import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.StaffRole;

/**
 * Which organisation may stand below which. Records go from the unit to departments and then to reform offices, upwards
 * only (甘人社通〔2021〕117号 三: 自下而上、逐级报送), so the tree must have that form.
 */
@Component
class PlacementRules {

	/** Longest way down that the path can keep. */
	static final int MAX_PATH = 1000;

	/** Lower-case letters and digits with single hyphens between: group names are made of it with two. */
	static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

	private final Regions regions;

	PlacementRules(Regions regions) {
		this.regions = regions;
	}

	/** What the rules ask of an organisation. */
	record Traits(OrganisationKind kind, OrganisationLevel level, String region) {

		static Traits of(Organisation organisation) {
			return new Traits(organisation.kind(), organisation.level(), organisation.region());
		}

		static Traits of(OrganisationDetails details) {
			return new Traits(details.kind(), details.level() == null ? OrganisationLevel.ofRegion(details.region()) : details.level(),
					details.region());
		}
	}

	/** @return whether a text can be an organisation's code; the groups of roles have such names too and are none */
	static boolean isCode(String text) {
		if (text.length() > OrganisationField.CODE.maxLength() || !CODE.matcher(text).matches()) {
			return false;
		}
		for (var role : StaffRole.values()) {
			if (role.group().equals(text)) {
				return false;
			}
		}
		return true;
	}

	/** @param superior null: at the top of the tree */
	List<OrganisationProblem> problems(Traits organisation, Traits superior) {
		var problems = new ArrayList<OrganisationProblem>();
		if (!regions.isKnown(organisation.region()) || regions.isHistorical(organisation.region())) {
			problems.add(OrganisationProblem.of(OrganisationField.REGION, "organisation.problem.unknownRegion"));
		}
		if (superior == null) {
			if (organisation.kind() != OrganisationKind.REFORM_OFFICE) {
				problems.add(OrganisationProblem.of(OrganisationField.KIND, "organisation.problem.topIsReformOffice"));
			}
			return problems;
		}
		if (superior.kind().employs()) {
			problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.unitHasNoSubordinates"));
		} else if (organisation.kind() == OrganisationKind.REFORM_OFFICE && superior.kind() != OrganisationKind.REFORM_OFFICE) {
			problems.add(OrganisationProblem.of(OrganisationField.SUPERIOR, "organisation.problem.reformOfficeBelowReformOffice"));
		}
		if (organisation.level().compareTo(superior.level()) < 0) {
			problems.add(OrganisationProblem.of(OrganisationField.LEVEL, "organisation.problem.levelAboveSuperior"));
		}
		if (!isPartOf(organisation.region(), superior.region())) {
			problems.add(OrganisationProblem.of(OrganisationField.REGION, "organisation.problem.regionOutsideSuperior"));
		}
		return problems;
	}

	/** GB/T 2260: two digits are the province, four the prefecture, six the county. */
	private static boolean isPartOf(String region, String whole) {
		return region.startsWith(whole.replaceFirst("(0000|00)$", ""));
	}
}
