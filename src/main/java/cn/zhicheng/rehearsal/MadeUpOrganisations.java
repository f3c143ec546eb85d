package cn.zhicheng.rehearsal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationRegistered;
import cn.zhicheng.organisation.Organisations;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.reference.Regions.Region;

/**
 * The tree of organisations of a rehearsal: real places, for the dates of a table depend on them, and made-up organisations.
 */
@Component
@Profile("rehearsal")
class MadeUpOrganisations {

	private static final String PROVINCE = "620000";
	/** The city with a notice of its own, whose dates differ, always takes part. */
	private static final String FIRST_CITY = "620700";
	private static final List<String> FIELDS = List.of("教育局", "卫生健康委员会", "农业农村局", "住房和城乡建设局", "交通运输局", "水务局");

	private final Organisations organisations;
	private final Regions regions;
	private final ApplicationEventPublisher events;

	MadeUpOrganisations(Organisations organisations, Regions regions, ApplicationEventPublisher events) {
		this.organisations = organisations;
		this.regions = regions;
		this.events = events;
	}

	/** @return all of them, superiors before their subordinates */
	@Transactional
	public List<Organisation> create(RehearsalSettings.Places places) {
		var tree = new ArrayList<Organisation>();
		var province = office(tree, PROVINCE, "甘肃省", null);
		departments(tree, PROVINCE, "甘肃省", province, places);
		for (var city : cities().subList(0, Math.min(places.cities(), cities().size()))) {
			var cityOffice = office(tree, city.code(), city.name(), province);
			departments(tree, city.code(), city.name(), cityOffice, places);
			counties(city).stream().limit(places.counties()).forEach(county -> {
				var countyOffice = office(tree, county.code(), county.name(), cityOffice);
				departments(tree, county.code(), county.name(), countyOffice, places);
				tree.add(new Organisation("a" + county.code(), county.name() + "人才档案托管中心（演练）", OrganisationKind.ARCHIVE_AGENCY, null,
						county.code(), countyOffice));
			});
		}
		organisations.saveAllAndFlush(tree);
		tree.forEach(one -> events.publishEvent(new OrganisationRegistered(one.code(), one.name())));
		return tree;
	}

	private List<Region> cities() {
		return regions.current().stream().filter(region -> region.kind() == Regions.Kind.PREFECTURE)
				.sorted(Comparator.comparing((Region region) -> !region.code().equals(FIRST_CITY)).thenComparing(Region::code)).toList();
	}

	private List<Region> counties(Region city) {
		return regions.current().stream().filter(region -> region.kind() == Regions.Kind.COUNTY)
				.filter(region -> region.code().startsWith(city.code().substring(0, 4))).toList();
	}

	private static Organisation office(List<Organisation> tree, String region, String place, Organisation superior) {
		var office = new Organisation("o" + region, place + "职改办（演练）", OrganisationKind.REFORM_OFFICE, null, region, superior);
		tree.add(office);
		return office;
	}

	private static void departments(List<Organisation> tree, String region, String place, Organisation office, RehearsalSettings.Places places) {
		for (int field = 0; field < places.departments(); field++) {
			var name = place + FIELDS.get(field);
			var code = "d" + region + "-" + (field + 1);
			var department = new Organisation(code, name + "（演练）", OrganisationKind.DEPARTMENT, null, region, office);
			tree.add(department);
			for (int unit = 1; unit <= places.units(); unit++) {
				tree.add(new Organisation(code.replace('d', 'u') + "-" + unit, name + "第" + unit + "演练单位", OrganisationKind.UNIT, null, region,
						department));
			}
		}
	}
}
