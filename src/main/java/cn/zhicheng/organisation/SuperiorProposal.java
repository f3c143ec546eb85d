package cn.zhicheng.organisation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * Proposes who is competent for a unit without an account (甘人社通〔2021〕117号 三(一) 第二步 第2点: 分级建立所辖范围的下级组织机构；
 * 非公组织、自由职业者、民营企业按属地管理原则): for units of the state the department of their field, the most local one first,
 * else the reform office of their region; for all others the archive agency of their place, else the reform office. A
 * proposal only: a person decides, and can hand the application on.
 */
@Component
class SuperiorProposal {

	/** So many characters in common make a field fit a department: 教育 in 中小学教育 and 甘州区教育局. */
	private static final int FEWEST_IN_COMMON = 2;
	/** Words that say nothing of the field. */
	private static final String EMPTY_WORDS = "事业|企业|单位|行业|管理|服务|技术|工作|委员会|机构|公司|其他|其它";

	private final Organisations organisations;

	SuperiorProposal(Organisations organisations) {
		this.organisations = organisations;
	}

	/**
	 * @param organisation that decides
	 * @param messageKey of a sentence that says why
	 */
	record Proposed(Organisation organisation, String messageKey) {
	}

	/** @return empty if there is no organisation at all that could decide */
	Optional<Proposed> of(ApplicantNature nature, String region, String field) {
		var places = places(region);
		var near = organisations.openIn(places, List.of(OrganisationKind.values())).stream()
				.filter(one -> one.kind() != OrganisationKind.UNIT).sorted(byPlace(places)).toList();
		var specific = nature.isByPlace() ? archiveAgency(near, region) : department(near, places, region, field);
		return specific.or(() -> reformOffice(near, region)).or(this::top);
	}

	/** The archive agency of the place or of its city, but not one far away in the capital of the province. */
	private static Optional<Proposed> archiveAgency(List<Organisation> near, String region) {
		return near.stream().filter(one -> one.kind() == OrganisationKind.ARCHIVE_AGENCY)
				.filter(one -> OrganisationLevel.ofRegion(one.region()) != OrganisationLevel.PROVINCE
						|| OrganisationLevel.ofRegion(region) == OrganisationLevel.PROVINCE)
				.findFirst().map(one -> new Proposed(one, one.region().equals(region) ? "proposal.archiveAgency" : "proposal.archiveAgencyAbove"));
	}

	private static Optional<Proposed> department(List<Organisation> near, List<String> places, String region, String field) {
		if (field == null) {
			return Optional.empty();
		}
		var telling = field.replaceAll(EMPTY_WORDS, " ");
		return near.stream().filter(one -> one.kind() == OrganisationKind.DEPARTMENT)
				.filter(one -> inCommon(one, telling) >= FEWEST_IN_COMMON)
				.min(byPlace(places).thenComparing(one -> -inCommon(one, telling)).thenComparing(Organisation::code))
				.map(one -> new Proposed(one, one.region().equals(region) ? "proposal.department" : "proposal.departmentAbove"));
	}

	private static Optional<Proposed> reformOffice(List<Organisation> near, String region) {
		return near.stream().filter(one -> one.kind() == OrganisationKind.REFORM_OFFICE).findFirst()
				.map(one -> new Proposed(one, one.region().equals(region) ? "proposal.reformOffice" : "proposal.reformOfficeAbove"));
	}

	private Optional<Proposed> top() {
		return organisations.findBySuperiorIsNullOrderByCode(Limit.of(1)).stream().filter(Organisation::isOpen).findFirst()
				.map(one -> new Proposed(one, "proposal.top"));
	}

	/** GB/T 2260: the region itself, its prefecture, its province. */
	private static List<String> places(String region) {
		return Stream.of(region, region.substring(0, 4) + "00", region.substring(0, 2) + "0000").distinct().toList();
	}

	private static Comparator<Organisation> byPlace(List<String> places) {
		return Comparator.<Organisation>comparingInt(one -> places.indexOf(one.region())).thenComparing(one -> one.path().length())
				.thenComparing(Organisation::code);
	}

	/** @return how long the longest piece is that the field has in common with the department's field or name */
	private static int inCommon(Organisation department, String field) {
		return Math.max(inCommon(department.field() == null ? "" : department.field(), field), inCommon(department.name(), field));
	}

	private static int inCommon(String one, String other) {
		int longest = 0;
		// By the place in the other text: length of the piece that ends there and at the present place of the one.
		var lengths = new int[other.length() + 1];
		for (int i = 0; i < one.length(); i++) {
			for (int j = other.length(); j > 0; j--) {
				boolean same = one.charAt(i) == other.charAt(j - 1) && !Character.isWhitespace(one.charAt(i));
				lengths[j] = same ? lengths[j - 1] + 1 : 0;
				longest = Math.max(longest, lengths[j]);
			}
		}
		return longest;
	}
}
