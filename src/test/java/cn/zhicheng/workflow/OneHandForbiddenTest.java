package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.security.Staff;

/** {@code zhicheng.filing.same-person=forbid}: who handed out the code does not decide on the record at the unit. */
@ApplicationTest
@TestPropertySource(properties = "zhicheng.filing.same-person=forbid")
class OneHandForbiddenTest {

	private static final String SCHOOL = "gz-school";

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Dossiers dossiers;

	@Test
	void another_reviewer_of_the_unit_has_to_decide() {
		var number = filed.submittedBySomebody(SCHOOL);
		var task = reviews.task(number).getId();
		for (var decision : List.of(Map.<String, Object>of("decision", "confirm"), Map.<String, Object>of("decision", "return", "reason", "再看"))) {
			assertThatThrownBy(() -> reviews.complete(task, SCHOOL, SCHOOL, decision)).isInstanceOf(ProcessEngineException.class)
					.hasMessageContaining("填报人账户的激活码由您（包括您的其他账号）发放");
		}
		var dossier = dossiers.find(new Staff(SCHOOL, Set.of(SCHOOL)), number).orElseThrow();
		assertThat(dossier.decidable()).isFalse();
		assertThat(dossier.notice()).startsWith("无其他审核人");
		reviews.complete(task, "school-two", SCHOOL, Map.of("decision", "confirm"));
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
		assertThat(dossiers.find(new Staff("gz-education", Set.of("gz-education")), number).orElseThrow().doubts()).noneMatch(one -> one.text().startsWith("发码人"));
	}
}
