package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.util.ReflectionTestUtils;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestReviews;
import cn.zhicheng.designer.DeadlineModels;
import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.ProposedException;
import cn.zhicheng.designer.RefusedException;
import cn.zhicheng.deadline.DeadlinePublication;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffRole;

/** What one designer changes another one sees before it counts, and nobody takes away what a colleague has added without a word. */
@ApplicationTest
abstract class ProposalsContract {

	private static final String REVIEW = "title-record-review.bpmn";
	private static final String DEADLINES = "deadlines.dmn";

	@Autowired
	ModelProposals proposals;
	@Autowired
	RepositoryService repository;
	@Autowired
	RunningModels running;
	@Autowired
	TwoPersons twoPersons;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	DeadlineModels dates;
	@Autowired
	DeadlinePublications publications;
	@Autowired
	TestReviews reviews;
	@Autowired
	JdbcTemplate jdbc;

	@BeforeEach
	void a_colleague_has_added_a_second_review_and_a_notice() {
		repository.createDeployment().name("复核、公示").addString(REVIEW, colleagues()).deploy();
	}

	@AfterEach
	void everything_is_as_it_was() {
		twoPersons(false);
		accounts.find("designer-two").ifPresent(one -> accounts.remove(one.userId()));
		jdbc.update("update model_proposal set state = 'DISCARDED' where state = 'OPEN'");
		repository.createDeployment().name("复原").source(ModelDeployment.SOURCE).addString(REVIEW, TestModels.shipped()).addString(DEADLINES, table("06-20")).deploy();
	}

	@Test
	void a_deployment_from_an_older_file_is_refused_with_what_it_would_take_away() {
		assertThatThrownBy(() -> deploy("designer", REVIEW, TestModels.shipped().replace("name=\"用人单位审核\"", "name=\"用人单位初审\"")))
				.isInstanceOf(BadUserRequestException.class).hasMessageContaining("去掉正在使用的版本中的 3 个环节")
				.hasMessageContaining("主管部门复核（departmentSecondReview）").hasMessageContaining("复核截止（departmentSecondDeadline）").hasMessageContaining("公示五日（publicNotice）");
		assertThat(inUse()).isEqualTo(colleagues());
	}

	@Test
	void a_deployment_that_adds_or_changes_goes_on_as_before() {
		var changed = colleagues().replace("name=\"用人单位审核\"", "name=\"用人单位初审\"");
		deploy("designer", REVIEW, changed);
		assertThat(inUse()).isEqualTo(changed);
	}

	@Test
	void on_the_page_the_difference_is_shown_and_confirmed() {
		var older = TestModels.shipped().replace("name=\"用人单位审核\"", "name=\"用人单位初审\"");
		long id = propose("designer", REVIEW, older);
		assertThat(inUse()).as("nothing is in use by an upload").isEqualTo(colleagues());

		var view = proposals.find(id, "designer").orElseThrow();
		assertThat(view.faults()).isEmpty();
		assertThat(view.second()).isFalse();
		var difference = view.differences().get(0);
		assertThat(difference.added()).isEmpty();
		assertThat(difference.changed()).extracting(ModelProposals.Element::name).contains("用人单位初审");
		assertThat(difference.removed()).extracting(ModelProposals.Element::id).containsExactlyInAnyOrder("confirmedFirst", "departmentSecondReview", "departmentSecondDeadline",
				"departmentSecondEscalated", "secondReviewed", "publicNotice");
		assertThat(difference.marks().removed()).contains("toSecondReview");
		assertThat(difference.marks().changed()).contains("departmentDecided").doesNotContain("recordSubmitted");
		assertThat(text(proposals.file(id, REVIEW).orElseThrow())).isEqualTo(older);
		assertThat(text(proposals.inUse(id, REVIEW).orElseThrow())).isEqualTo(colleagues());

		confirm(id, "designer", view.base(), null);
		assertThat(inUse()).isEqualTo(older);
		assertThat(proposals.find(id, "designer")).isEmpty();
		assertThatThrownBy(() -> confirm(id, "designer", view.base(), null)).isInstanceOf(RefusedException.class).hasMessageContaining("已经有人采用或放弃");
	}

	@Test
	void another_drawing_of_the_same_process_is_no_difference() {
		long id = propose("designer", REVIEW, colleagues().replace("x=\"270\" y=\"680\"", "x=\"271\" y=\"681\""));
		assertThat(proposals.find(id, "designer").orElseThrow().differences().get(0).isSame()).isTrue();
	}

	@Test
	void what_counts_beside_the_steps_is_a_difference() {
		long id = propose("designer", REVIEW, colleagues().replace("historyTimeToLive=\"P730D\"", "historyTimeToLive=\"P1D\""));
		var difference = proposals.find(id, "designer").orElseThrow().differences().get(0);
		assertThat(difference.isSame()).isFalse();
		assertThat(difference.changed()).extracting(ModelProposals.Element::id).containsExactly(TitleRecordReview.KEY);
	}

	/** Under the same id, another kind of element or one without its timer is not the same step. */
	@Test
	void a_step_that_becomes_something_else_is_taken_away() {
		var without = colleagues().replaceAll("(?s)<bpmn:intermediateCatchEvent id=\"publicNotice\".*?</bpmn:intermediateCatchEvent>",
				"<bpmn:intermediateThrowEvent id=\"publicNotice\" name=\"公示五日\" />");
		assertThatThrownBy(() -> deploy("designer", REVIEW, without)).hasMessageContaining("去掉正在使用的版本中的 1 个环节").hasMessageContaining("publicNotice");
	}

	@Test
	void of_a_table_the_rows_are_shown_that_only_one_has() {
		long id = propose("designer", DEADLINES, table("06-25"));
		var other = proposals.find(id, "designer").orElseThrow().others().get(0);
		assertThat(other.added()).singleElement().asString().contains("\"06-25\"");
		assertThat(other.removed()).singleElement().asString().contains("\"06-20\"");
		long again = reviews.as("designer", StaffRole.DESIGNER.group(), () -> proposals.propose("designer", "又一个原因", Map.of(DEADLINES, table("06-25").getBytes(StandardCharsets.UTF_8))));
		assertThat(again).as("one proposal, for the last reason").isEqualTo(id);
		assertThat(proposals.find(id, "designer").orElseThrow().proposal().reason()).isEqualTo("又一个原因");
	}

	@Test
	void what_was_compared_with_another_version_is_compared_again() {
		long id = propose("designer", REVIEW, TestModels.shipped());
		var base = proposals.find(id, "designer").orElseThrow().base();
		var meanwhile = colleagues().replace("name=\"用人单位审核\"", "name=\"用人单位核验\"");
		deploy("designer", REVIEW, meanwhile);
		assertThatThrownBy(() -> confirm(id, "designer", base, null)).isInstanceOf(RefusedException.class).hasMessageContaining("又有了变化");
		assertThat(inUse()).isEqualTo(meanwhile);
		confirm(id, "designer", proposals.find(id, "designer").orElseThrow().base(), null);
		assertThat(inUse()).isEqualTo(TestModels.shipped());
	}

	@Test
	void what_has_faults_is_not_kept() {
		int before = proposals.open().size();
		assertThatThrownBy(() -> propose("designer", REVIEW, TestModels.shipped().replace("${lapseRecord}", "${lapse}"))).isInstanceOf(RefusedException.class).hasMessageContaining("lapse");
		assertThatThrownBy(() -> propose("designer", "notes.txt", "x")).isInstanceOf(RefusedException.class);
		assertThat(proposals.open()).hasSize(before);
	}

	@Test
	void with_two_persons_a_deployment_waits_for_another_designer() {
		twoPersons(true);
		second();
		var changed = colleagues().replace("name=\"用人单位审核\"", "name=\"用人单位初审\"");
		assertThatThrownBy(() -> deploy("designer", REVIEW, changed)).isInstanceOf(BadUserRequestException.class).hasMessageContaining("须由另一名流程设计人员").hasMessageContaining("确认后才部署");
		assertThat(inUse()).isEqualTo(colleagues());

		var open = proposals.open().get(0);
		assertThat(open.source()).isEqualTo(ModelProposals.Source.REST);
		assertThat(open.account()).isEqualTo("designer");
		var view = proposals.find(open.id(), "designer").orElseThrow();
		assertThat(view.second()).isTrue();
		assertThatThrownBy(() -> confirm(open.id(), "designer", view.base(), null)).isInstanceOf(RefusedException.class).hasMessageContaining("另一名流程设计人员");
		assertThat(inUse()).isEqualTo(colleagues());

		assertThat(proposals.find(open.id(), "designer-two").orElseThrow().second()).isFalse();
		confirm(open.id(), "designer-two", view.base(), null);
		assertThat(inUse()).isEqualTo(changed);
	}

	@Test
	void with_two_persons_what_has_faults_is_refused_at_once() {
		twoPersons(true);
		second();
		int before = proposals.open().size();
		assertThatThrownBy(() -> deploy("designer", REVIEW, colleagues().replace("${lapseRecord}", "${lapse}"))).hasMessageContaining("没有名为“lapse”的步骤");
		assertThat(proposals.open()).hasSize(before);
	}

	@Test
	void with_two_persons_dates_published_on_their_page_wait_too() {
		twoPersons(true);
		second();
		long expected = publications.inForce().map(DeadlinePublication::id).orElse(0L);
		assertThatThrownBy(() -> reviews.as("designer", "designer", () -> {
			dates.publish(table("06-25").getBytes(StandardCharsets.UTF_8), expected, "张人社职〔2021〕45号", false);
			return null;
		})).isInstanceOf(ProposedException.class);
		assertThat(running.isRunning(DEADLINES, table("06-20").getBytes(StandardCharsets.UTF_8))).isTrue();
		var open = proposals.open().get(0);
		assertThat(open.reason()).isEqualTo("张人社职〔2021〕45号");
		assertThat(open.source()).isEqualTo(ModelProposals.Source.PAGE);

		confirm(open.id(), "designer-two", proposals.find(open.id(), "designer-two").orElseThrow().base(), null);
		assertThat(running.isRunning(DEADLINES, table("06-25").getBytes(StandardCharsets.UTF_8))).isTrue();
		assertThat(publications.inForce().orElseThrow().reason()).contains("张人社职〔2021〕45号");
	}

	@Test
	void one_designer_alone_goes_on_and_the_administrator_is_told() {
		twoPersons(true);
		var changed = colleagues().replace("name=\"用人单位审核\"", "name=\"用人单位初审\"");
		deploy("designer", REVIEW, changed);
		assertThat(inUse()).isEqualTo(changed);
		assertThat(audited("alone")).isOne();
		long id = propose("designer", REVIEW, colleagues());
		confirm(id, "designer", proposals.find(id, "designer").orElseThrow().base(), null);
		assertThat(inUse()).isEqualTo(colleagues());
		assertThat(audited("alone")).isEqualTo(2);
	}

	@Test
	void in_an_emergency_one_confirms_alone_with_a_reason_that_is_audited() {
		twoPersons(true);
		second();
		long id = propose("designer", REVIEW, TestModels.shipped());
		var base = proposals.find(id, "designer").orElseThrow().base();
		assertThatThrownBy(() -> confirm(id, "designer", base, " ")).isInstanceOf(RefusedException.class).hasMessageContaining("紧急原因");
		assertThat(inUse()).isEqualTo(colleagues());
		confirm(id, "designer", base, "公示期间系统停摆，另一人联系不上");
		assertThat(inUse()).isEqualTo(TestModels.shipped());
		assertThat(audited("emergency")).isOne();
		assertThat(jdbc.queryForObject("select emergency from model_proposal where id = ?", String.class, id)).contains("停摆");
	}

	private int audited(String by) {
		return jdbc.queryForObject("select count(*) from audit_entry where kind = 'DEPLOYED' and details like ?", Integer.class, "%\"" + by + "\"%");
	}

	private void second() {
		accounts.create("designer-two", "第二名设计人员", StaffRole.DESIGNER.group());
	}

	private void twoPersons(boolean on) {
		ReflectionTestUtils.setField(twoPersons, "settings", new DesignerSettings(on));
	}

	private long propose(String account, String name, String content) {
		return reviews.as(account, StaffRole.DESIGNER.group(), () -> proposals.propose(account, "测试", Map.of(name, content.getBytes(StandardCharsets.UTF_8))));
	}

	private void confirm(long id, String account, String base, String emergency) {
		reviews.as(account, StaffRole.DESIGNER.group(), () -> {
			proposals.confirm(id, account, base, emergency);
			return null;
		});
	}

	private void deploy(String account, String name, String content) {
		reviews.as(account, StaffRole.DESIGNER.group(), () -> repository.createDeployment().name("测试").addString(name, content).deploy());
	}

	private String inUse() {
		return text(running.process(TitleRecordReview.KEY).orElseThrow().content());
	}

	private static String colleagues() {
		return text(read(ProcessFolder.EXAMPLE));
	}

	private static String table(String last) {
		return text(read(ProcessFolder.file(DEADLINES))).replace("\"06-20\"", "\"" + last + "\"");
	}

	private static byte[] read(java.nio.file.Path file) {
		try {
			return java.nio.file.Files.readAllBytes(file);
		} catch (java.io.IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}

	private static String text(byte[] content) {
		return new String(content, StandardCharsets.UTF_8);
	}
}
