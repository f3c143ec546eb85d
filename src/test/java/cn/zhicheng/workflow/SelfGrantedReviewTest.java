package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.review.Dossier;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * In an organisation one account may administer and review. Who has given that to himself is told of, and the next levels see it
 * of what he confirms.
 */
@ApplicationTest
class SelfGrantedReviewTest {

	private static final String SCHOOL = "gz-school";
	private static final String CLERK = "only-clerk";
	private static final Staff ADMINISTRATOR = new Staff(CLERK, Set.of(StaffGroups.administratorsOf(SCHOOL)));
	private static final String MARK = "上一级审核人自行授予本机构审核权：甘州区示范小学";

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RuntimeService runtime;
	@Autowired
	OrganisationStaff staffOf;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	Dossiers dossiers;
	@Autowired
	JdbcTemplate jdbc;

	@BeforeEach
	void an_administrator_of_the_school() {
		accounts.create(CLERK, "一人兼任", StaffGroups.administratorsOf(SCHOOL));
	}

	@AfterEach
	void nobody_is_left() {
		accounts.remove(CLERK);
		jdbc.update("delete from self_granted_review");
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
	}

	@Test
	void what_such_an_account_confirms_is_marked_for_every_later_level_and_blocks_nothing() {
		assertThat(add(ADMINISTRATOR, CLERK)).isInstanceOf(Outcome.Done.class);
		var number = filed.submittedBySomebody(SCHOOL);
		assertThat(marks(SCHOOL, number)).isEmpty();
		confirm(number);
		assertThat(marks("gz-education", number)).extracting(Dossier.Finding::text, Dossier.Finding::weight)
				.containsExactly(org.assertj.core.groups.Tuple.tuple(MARK, "NONE"));
		reviews.confirm(number, "gz-education");
		assertThat(marks("gz-reform", number)).hasSize(1);
		assertThat(dossiers.find(new Staff("gz-reform", Set.of("gz-reform")), number).orElseThrow().decidable()).isTrue();
	}

	@Test
	void the_audit_trail_says_so() {
		add(ADMINISTRATOR, CLERK);
		assertThat(jdbc.queryForList("select details from audit_entry where kind = 'RIGHTS_CHANGED' and actor = ? and organisation = ? and subject = ?", String.class,
				CLERK, SCHOOL, "account:" + CLERK)).anyMatch(details -> details.contains("self-granted review"));
	}

	@Test
	void what_another_administrator_has_given_is_nothing_special() {
		add(new Staff(SCHOOL, Set.of(SCHOOL, StaffGroups.administratorsOf(SCHOOL))), CLERK);
		var number = filed.submittedBySomebody(SCHOOL);
		confirm(number);
		assertThat(marks("gz-education", number)).isEmpty();
	}

	/** What was confirmed while it held stays marked; who is given review by another one afterwards is not. */
	@Test
	void it_ends_with_the_membership() {
		add(ADMINISTRATOR, CLERK);
		var before = filed.submittedBySomebody(SCHOOL);
		confirm(before);
		var other = new Staff(SCHOOL, Set.of(SCHOOL, StaffGroups.administratorsOf(SCHOOL)));
		staffOf.remove(other, SCHOOL, StaffKind.REVIEWER, CLERK);
		add(other, CLERK);
		var after = filed.submittedBySomebody(SCHOOL);
		confirm(after);
		assertThat(marks("gz-education", before)).hasSize(1);
		assertThat(marks("gz-education", after)).isEmpty();
	}

	private Outcome<OrganisationStaff.Added> add(Staff administrator, String account) {
		return staffOf.add(administrator, SCHOOL, StaffKind.REVIEWER, account, "一人兼任");
	}

	private void confirm(String number) {
		reviews.complete(reviews.task(number).getId(), CLERK, SCHOOL, Map.of("decision", "confirm"));
	}

	private List<Dossier.Finding> marks(String organisation, String number) {
		return dossiers.find(new Staff(organisation, Set.of(organisation)), number).orElseThrow().doubts().stream()
				.filter(doubt -> doubt.text().startsWith("上一级审核人")).toList();
	}
}
