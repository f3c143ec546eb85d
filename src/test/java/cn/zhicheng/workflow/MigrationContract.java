package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.ModelVersions;
import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.designer.ProcessModels.Element;
import cn.zhicheng.designer.ProcessModels.Proposal;
import cn.zhicheng.designer.RefusedException;

/**
 * What runs on an earlier version of a process is moved to the latest by a plan that is proposed, tried out and confirmed.
 */
@ApplicationTest
abstract class MigrationContract {

	private static final String STRAIGHT = "<bpmn:sequenceFlow id=\"amended\" name=\"重新提交\" sourceRef=\"amendment\" targetRef=\"routeRecord\" />";

	@Autowired
	ProcessModels models;
	@Autowired
	ModelVersions versions;
	@Autowired
	ModelProposals proposals;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RepositoryService repository;
	@Autowired
	RuntimeService runtime;
	@Autowired
	TaskService tasks;
	@Autowired
	ManagementService management;

	@AfterEach
	void end_what_was_begun() throws IOException {
		deploy(process());
		runtime.createProcessInstanceQuery().processDefinitionKey(TitleRecordReview.KEY).list()
				.forEach(one -> runtime.deleteProcessInstance(one.getId(), "end of the test"));
	}

	@Test
	void a_record_at_a_step_that_is_the_same_still_moves_with_its_task_and_timer() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		var task = reviews.task(number);
		var timer = management.createJobQuery().processInstanceId(task.getProcessInstanceId()).singleResult();
		deploy(withStep("ownCheck", "本人核对"));

		var proposal = proposalFor(number);
		assertThat(proposal.added()).containsExactly(new Element("ownCheck", "本人核对"));
		assertThat(proposal.removed()).isEmpty();
		assertThat(proposal.steps()).singleElement().satisfies(step -> {
			assertThat(step.id()).isEqualTo("unitReview");
			assertThat(step.waiting()).isEqualTo(1);
			assertThat(step.same()).isTrue();
			assertThat(step.proposed()).contains("unitReview");
		});
		var mapping = Map.of("unitReview", "unitReview");
		assertThat(models.tryOut(proposal, mapping)).isEqualTo(new ProcessModels.Trial(1, 0, List.of()));
		migrate(proposal, mapping);

		assertThat(version(number)).isEqualTo(proposal.to().version());
		assertThat(reviews.task(number).getId()).isEqualTo(task.getId());
		assertThat(management.createJobQuery().processInstanceId(task.getProcessInstanceId()).list()).singleElement()
				.satisfies(one -> assertThat(one.getDuedate()).isEqualTo(timer.getDuedate()));
		reviews.confirm(number, "gz-school");
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-education");
	}

	@Test
	void a_renamed_step_is_proposed_and_has_to_be_confirmed() throws IOException {
		deploy(withStep("ownCheck", "本人核对"));
		var number = atOwnCheck();
		deploy(withStep("finalCheck", "本人核对"));

		var proposal = proposalFor(number);
		assertThat(proposal.added()).extracting(Element::id).containsExactly("finalCheck");
		assertThat(proposal.removed()).extracting(Element::id).containsExactly("ownCheck");
		assertThat(proposal.steps()).singleElement().satisfies(step -> {
			assertThat(step.same()).isFalse();
			assertThat(step.proposed()).contains("finalCheck");
		});
		migrate(proposal, Map.of("ownCheck", "finalCheck"));

		assertThat(version(number)).isEqualTo(proposal.to().version());
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("finalCheck");
		tasks.complete(reviews.task(number).getId());
		assertThat(reviews.record(number).organisation()).isEqualTo("gz-school");
	}

	@Test
	void what_is_at_a_removed_step_is_told_in_numbers_and_stays_on_the_version_it_has() throws IOException {
		deploy(withStep("ownCheck", "本人核对"));
		var stays = atOwnCheck();
		var moves = filed.submittedBySomebody("gz-school");
		deploy(straight("2"));

		var proposal = proposalFor(stays);
		assertThat(proposal.steps()).filteredOn(step -> step.proposed().isEmpty()).singleElement().satisfies(step -> {
			assertThat(step.id()).isEqualTo("ownCheck");
			assertThat(step.waiting()).isEqualTo(1);
		});
		var mapping = Map.of("unitReview", "unitReview");
		assertThat(models.tryOut(proposal, mapping)).isEqualTo(new ProcessModels.Trial(1, 1, List.of()));
		migrate(proposal, mapping);

		assertThat(version(moves)).isEqualTo(proposal.to().version());
		assertThat(version(stays)).isEqualTo(proposal.from().version());
		tasks.complete(reviews.task(stays).getId());
		assertThat(reviews.record(stays).organisation()).isEqualTo("gz-school");
	}

	@Test
	void nothing_is_moved_that_the_designer_does_not_map() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		deploy(withStep("ownCheck", "本人核对"));
		var proposal = proposalFor(number);

		assertThat(models.tryOut(proposal, Map.of())).isEqualTo(new ProcessModels.Trial(0, 1, List.of()));
		assertThat(models.migrate(proposal, Map.of(), "designer")).isEmpty();

		assertThat(version(number)).isEqualTo(proposal.from().version());
	}

	@Test
	void a_plan_that_the_engine_cannot_carry_out_is_told_before_anything_moves() throws IOException {
		var number = filed.submittedBySomebody("gz-school");
		deploy(withStep("ownCheck", "本人核对"));
		var proposal = proposalFor(number);

		var trial = models.tryOut(proposal, Map.of("unitReview", "publishRecord"));

		assertThat(trial.moving()).isZero();
		assertThat(trial.faults()).isNotEmpty().allSatisfy(fault -> assertThat(fault).contains("unitReview", "publishRecord"));
	}

	@Test
	void there_is_no_proposal_for_the_latest_version_or_one_that_does_not_exist() {
		var latest = repository.createProcessDefinitionQuery().processDefinitionKey(TitleRecordReview.KEY).latestVersion().singleResult();

		assertThat(models.proposal(latest.getId())).isEqualTo(Optional.empty());
		assertThat(models.proposal("none")).isEqualTo(Optional.empty());
	}

	@Test
	void an_earlier_version_is_taken_again_with_its_forms_and_what_runs_stays_where_it_is() throws IOException {
		var former = latest();
		var form = Files.readString(Path.of("forms", "unit-review.html"));
		reviews.as("designer", "designer", () -> repository.createDeployment().name("新版本")
				.addInputStream("title-record-review.bpmn", stream(withStepUnchecked()))
				.addInputStream("forms/unit-review.html", stream(form.replaceFirst("<h\\d[^>]*>", "$0新"))).deploy());
		var number = filed.submittedBySomebody("gz-school");
		var changed = latest();

		takeAgain(former);

		var now = latest();
		assertThat(now.getVersion()).isEqualTo(changed.getVersion() + 1);
		assertThat(text(now, now.getResourceName())).isEqualTo(text(former, former.getResourceName()));
		assertThat(text(now, "forms/unit-review.html")).isEqualTo(form).isNotEqualTo(text(changed, "forms/unit-review.html"));
		assertThat(definition(number)).isEqualTo(changed.getId());
		assertThat(models.proposal(changed.getId())).get().satisfies(proposal -> assertThat(proposal.to().id()).isEqualTo(now.getId()));
		assertThat(versions.models()).filteredOn(model -> model.key().equals(TitleRecordReview.KEY)).singleElement().satisfies(model -> {
			assertThat(model.versions()).extracting(ModelVersions.Version::id).startsWith(now.getId(), changed.getId(), former.getId());
			assertThat(model.versions().get(0).deployment()).isEqualTo("重新采用第 " + former.getVersion() + " 版");
			assertThat(model.versions().get(1).running()).isEqualTo(1);
		});
	}

	@Test
	void an_earlier_version_that_cannot_count_any_more_is_refused_with_its_faults() {
		var former = latest();
		deploy(withStepUnchecked());
		var now = latest();
		jdbc.update("update ACT_GE_BYTEARRAY set BYTES_ = ? where DEPLOYMENT_ID_ = ? and NAME_ = ?",
				text(former, former.getResourceName()).replace("${routeRecord}", "${nobody}").getBytes(StandardCharsets.UTF_8), former.getDeploymentId(),
				former.getResourceName());

		assertThatThrownBy(() -> reviews.as("designer", "designer", () -> versions.takeAgain(former.getId(), "designer"))).isInstanceOf(RefusedException.class)
				.hasMessageContaining("nobody");

		assertThat(latest().getId()).isEqualTo(now.getId());
	}

	@Test
	void only_who_designs_takes_a_version_again_and_dates_have_a_page_of_their_own() {
		var former = latest();
		deploy(withStepUnchecked());
		var now = latest();
		long proposal = versions.takeAgain(former.getId(), "designer").orElseThrow();
		var base = proposals.find(proposal, "designer").orElseThrow().base();
		assertThatThrownBy(() -> reviews.as("gs-reform", "gs-reform", () -> {
			proposals.confirm(proposal, "gs-reform", base, null);
			return null;
		})).isInstanceOf(AuthorizationException.class);
		var dates = repository.createDecisionDefinitionQuery().decisionDefinitionKey("deadlines").latestVersion().singleResult();
		assertThat(versions.takeAgain(dates.getId(), "designer")).isEmpty();
		assertThat(versions.file("none")).isEmpty();
		assertThat(latest().getId()).isEqualTo(now.getId());
		assertThat(proposals.find(proposal, "designer")).as("still to be decided on").isPresent();
	}

	private void takeAgain(ProcessDefinition version) {
		long proposal = versions.takeAgain(version.getId(), "designer").orElseThrow();
		reviews.as("designer", "designer", () -> {
			proposals.confirm(proposal, "designer", proposals.find(proposal, "designer").orElseThrow().base(), null);
			return null;
		});
	}

	private ProcessDefinition latest() {
		return repository.createProcessDefinitionQuery().processDefinitionKey(TitleRecordReview.KEY).latestVersion().singleResult();
	}

	private String text(ProcessDefinition version, String file) {
		try (var content = repository.getResourceAsStream(version.getDeploymentId(), file)) {
			return new String(content.readAllBytes(), StandardCharsets.UTF_8);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private Proposal proposalFor(String number) {
		return models.proposal(definition(number)).orElseThrow();
	}

	private void migrate(Proposal proposal, Map<String, String> mapping) {
		assertThat(models.migrate(proposal, mapping, "designer")).isPresent();
		assertThat(models.underWay()).hasSize(1);
		new TestBatches(management).run();
		assertThat(models.underWay()).isEmpty();
	}

	/** @return number of a record that was amended and is at the step that only some versions have */
	private String atOwnCheck() {
		var number = filed.submitted("gz-school");
		reviews.sendBack(number, "gz-school");
		filed.amendAndResubmit(number);
		assertThat(reviews.task(number).getTaskDefinitionKey()).isEqualTo("ownCheck");
		return number;
	}

	private String definition(String number) {
		return reviews.task(number).getProcessDefinitionId();
	}

	private int version(String number) {
		return repository.createProcessDefinitionQuery().processDefinitionId(definition(number)).singleResult().getVersion();
	}

	private static String withStepUnchecked() {
		try {
			return withStep("ownCheck", "本人核对");
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static String withStep(String id, String name) throws IOException {
		return process().replace(STRAIGHT, """
				<bpmn:sequenceFlow id="amended" name="重新提交" sourceRef="amendment" targetRef="%1$s" />
				<bpmn:userTask id="%1$s" name="%2$s" />
				<bpmn:sequenceFlow id="checked" sourceRef="%1$s" targetRef="routeRecord" />
				""".formatted(id, name));
	}

	private static String straight(String tag) throws IOException {
		return process().replace("camunda:versionTag=\"1\"", "camunda:versionTag=\"" + tag + "\"");
	}

	private static String process() throws IOException {
		var model = Files.readString(ProcessFolder.file("title-record-review.bpmn"));
		assertThat(model).contains(STRAIGHT);
		return model;
	}

	private void deploy(String model) {
		repository.createDeployment().name("新版本").addInputStream("title-record-review.bpmn", stream(model)).deploy();
	}

	private static InputStream stream(String text) {
		return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
	}
}
