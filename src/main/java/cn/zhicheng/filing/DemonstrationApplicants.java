package cn.zhicheng.filing;

import java.util.Map;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.filing.Rosters.Candidate;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Puts the individuals of the demonstration on the rosters of its units, all with one activation code; 演示丁's number names a
 * date that does not exist, so nobody can list that person.
 */
@Component
@ConditionalOnProperty("zhicheng.demonstration")
@Order(200)
class DemonstrationApplicants implements ApplicationRunner {

	static final String CODE = "2021-ZCXX";

	private static final Map<String, Candidate> PEOPLE = Map.of("gz-school", person("62070219800101001X", "演示甲"),
			"zy-school", person("620702198506150026", "演示乙"), "gz-archive", person("620722197812030031", "演示丙"),
			"lz-company", person("620102197511300044", "演示戊"));

	private final Rosters rosters;
	private final RosterEntries entries;
	private final OrganisationDirectory organisations;

	DemonstrationApplicants(Rosters rosters, RosterEntries entries, OrganisationDirectory organisations) {
		this.rosters = rosters;
		this.entries = entries;
		this.organisations = organisations;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		if (entries.count() > 0) {
			return;
		}
		PEOPLE.forEach((unit, person) -> {
			if (organisations.find(unit).isPresent()) {
				rosters.addDemonstration(new RosterClerk(unit, unit, "localhost"), person, CODE);
			}
		});
	}

	private static Candidate person(String number, String name) {
		return new Candidate(1, DocumentType.RESIDENT_ID_CARD, number, name);
	}
}
