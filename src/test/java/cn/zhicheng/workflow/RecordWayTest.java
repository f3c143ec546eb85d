package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.verification.Register;

/**
 * A record on its whole way, through the real engine and our own tables.
 */
@ApplicationTest
class RecordWayTest {

	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	Filing filing;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	Register register;

	@Test
	void a_county_school_record_climbs_to_the_province_and_can_be_verified() {
		var number = filed.submitted("gz-school");
		for (var organisation : List.of("gz-school", "gz-education", "gz-reform", "zy-reform", "gs-reform")) {
			assertThat(reviews.record(number).organisation()).isEqualTo(organisation);
			reviews.confirm(number, organisation);
		}
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.PUBLISHED);
		assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count()).isZero();
		assertThat(register.verify("演示甲", "62070219800101001X", "甘教职2010第00012号", "127.0.0.1"))
				.isInstanceOf(Register.Answer.Found.class);
	}

	@Test
	void a_return_without_a_reason_changes_nothing() {
		var number = filed.submitted("gz-school");
		assertThatThrownBy(() -> reviews.complete(number, "gz-school", Map.of("decision", "return")))
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining("退回修改必须注明原因");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.IN_REVIEW);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
	}

	@ParameterizedTest
	@CsvSource({ "admin, camunda-admin, TASK_WORK", "gz-school, zy-school, TASK_WORK" })
	void neither_an_administrator_nor_one_who_has_left_the_organisation_decides_for_it(String account, String group, String refusal) {
		var number = filed.submitted("gz-school");
		tasks.setAssignee(reviews.task(number).getId(), account);
		var task = reviews.task(number).getId();
		assertThatThrownBy(() -> reviews.complete(task, account, group, Map.of("decision", "confirm")))
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining(refusal);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-school");
	}

	@Test
	void a_record_taken_back_after_a_return_names_again_who_returned_it() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school");
		reviews.sendBack(number, "gz-education");
		filed.amendAndResubmit(number);
		filing.withdraw(filed.personId(TestRecords.FIRST_PERSON), number);
		var record = reviews.record(number);
		assertThat(record.state()).isEqualTo(RecordState.RETURNED);
		assertThat(record.organisation()).isEqualTo("gz-education");
	}

	@Test
	void the_decision_of_one_organisation_does_not_count_for_the_next() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school");
		assertThatThrownBy(() -> reviews.complete(number, "gz-education", Map.of()))
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining("请选择");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("departmentReview");
	}

	@Test
	void a_returned_record_is_amended_and_begins_again_at_its_unit() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school");
		reviews.sendBack(number, "gz-education");
		assertThat(reviews.record(number).state()).isEqualTo(RecordState.RETURNED);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("amendment");

		filed.amendAndResubmit(number);

		assertThat(reviews.record(number).organisation()).isEqualTo("gz-school");
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("unitReview");
		assertThat(reviews.task(number).getDescription()).isEqualTo("退回后重报");
		assertThat(runtime.getVariables(reviews.task(number).getProcessInstanceId())).containsOnlyKeys("recordId", "stage",
				"organisation", "deadline");
	}
}
