package cn.zhicheng.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.test.autoconfigure.jdbc.AutoConfigureTestDatabase;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.context.annotation.Import;

import cn.zhicheng.security.PersonalDataConfiguration;

/** The tree as far as dates depend on it. */
@Tag("application")
@DataJpaTest
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Import({ TreeEdges.class, PersonalDataConfiguration.class })
@ImportAutoConfiguration(JacksonAutoConfiguration.class)
abstract class TreeEdgesContract {

	private static final TreeEdge.Traits OFFICE = new TreeEdge.Traits("620700", OrganisationLevel.CITY, OrganisationKind.REFORM_OFFICE);
	private static final TreeEdge.Traits UNIT = new TreeEdge.Traits("620702", OrganisationLevel.COUNTY, OrganisationKind.UNIT);

	@Autowired
	TreeEdges edges;
	@Autowired
	Organisations organisations;

	@Test
	void organisations_that_are_alike_are_one_with_their_number_and_an_example() {
		var top = organisations.save(new Organisation("top", "张掖市职改办", OrganisationKind.REFORM_OFFICE, null, "620700", null));
		organisations.save(new Organisation("b", "第二小学", OrganisationKind.UNIT, null, "620702", top));
		organisations.save(new Organisation("a", "第一小学", OrganisationKind.UNIT, null, "620702", top));
		organisations.save(new Organisation("c", "市属小学", OrganisationKind.UNIT, OrganisationLevel.CITY, "620702", top));
		var closed = organisations.save(new Organisation("0", "旧学校", OrganisationKind.UNIT, null, "620702", top));
		closed.close(null, Instant.EPOCH);
		organisations.flush();

		assertThat(edges.distinct()).containsExactlyInAnyOrder(new TreeEdge(OFFICE, null, 1, "张掖市职改办", null),
				new TreeEdge(UNIT, OFFICE, 2, "第一小学", "张掖市职改办"),
				new TreeEdge(new TreeEdge.Traits("620702", OrganisationLevel.CITY, OrganisationKind.UNIT), OFFICE, 1, "市属小学", "张掖市职改办"));
	}

	@Test
	void an_empty_tree_has_none() {
		assertThat(edges.distinct()).isEmpty();
	}
}
