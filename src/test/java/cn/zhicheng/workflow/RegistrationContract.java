package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.FailingCode;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.organisation.ApplicantNature;
import cn.zhicheng.organisation.ApplicationDesk;
import cn.zhicheng.organisation.ApplicationDesk.Choice;
import cn.zhicheng.organisation.ApplicationRefusedException;
import cn.zhicheng.organisation.ApplicationState;
import cn.zhicheng.organisation.ApplicationStep;
import cn.zhicheng.organisation.ApplicationVerdict;
import cn.zhicheng.organisation.CreditCode;
import cn.zhicheng.organisation.CreditCodes;
import cn.zhicheng.organisation.IssuedPassword;
import cn.zhicheng.organisation.NewApplication;
import cn.zhicheng.organisation.NewOrganisation;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationApplication;
import cn.zhicheng.organisation.OrganisationApplications;
import cn.zhicheng.organisation.OrganisationApplications.Filed;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationField;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationProblem;
import cn.zhicheng.organisation.OrganisationRegistered;
import cn.zhicheng.organisation.OrganisationRegistry;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Restructuring;
import cn.zhicheng.organisation.TypedApplication;
import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffDirectory;
import cn.zhicheng.security.StaffGroups;

/**
 * The way of an application of a unit without an account, with the real engine: who is proposed, who decides, and what comes
 * of each decision.
 */
@ApplicationTest
abstract class RegistrationContract {

	private static final String EDUCATION = "gz-education";
	private static final String ARCHIVE = "gz-archive";
	private static final String REFORM = "gz-reform";

	@Autowired
	FailingCode failing;
	@Autowired
	OrganisationApplications applications;
	@Autowired
	ApplicationDesk desk;
	@Autowired
	TypedApplication typed;
	@Autowired
	OrganisationDirectory directory;
	@Autowired
	OrganisationRegistry registry;
	@Autowired
	Restructuring restructuring;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	StaffDirectory staff;
	@Autowired
	TestRecords filedRecords;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	HistoryService history;
	@Autowired
	ManagementService management;
	@Autowired
	IdentityService identities;
	@Autowired
	List<Erasure> erasures;
	@Autowired
	MutableClock clock;
	@Autowired
	JdbcTemplate jdbc;

	private static int units;

	@BeforeEach
	@AfterEach
	void nobodyIsSignedOn() {
		identities.clearAuthentication();
		clock.set(ApplicationTest.START);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = {
			"STATE, 620702, 中小学教育, gz-education, proposal.department",
			"STATE, 620700, 教育事业, zy-education, proposal.department",
			"STATE, 620000, 卫生健康, gs-health, proposal.department",
			"STATE, 620721, 中小学教育, zy-education, proposal.departmentAbove",
			"STATE, 620702, 管理服务, gz-reform, proposal.reformOffice",
			"STATE, 620721, 水利, zy-reform, proposal.reformOfficeAbove",
			"STATE, 620200, 冶金, gs-reform, proposal.reformOfficeAbove",
			"NON_PUBLIC, 620702, 中小学教育, gz-archive, proposal.archiveAgency",
			"NON_PUBLIC, 620100, 软件, lz-reform, proposal.reformOffice",
			"SELF_EMPLOYED, 620702, -, gz-archive, proposal.archiveAgency",
			"SELF_EMPLOYED, 620721, -, zy-reform, proposal.reformOfficeAbove" })
	void region_and_field_propose_who_is_competent(ApplicantNature nature, String region, String field, String competent, String reason) {
		var application = find(file(nature, "某单位" + ++units, region, field));
		assertThat(application.proposal()).isEqualTo(competent);
		assertThat(application.proposalReason()).isEqualTo(reason);
		assertThat(groupsOf(task(application.number()))).containsExactly(StaffGroups.administratorsOf(competent));
		assertThat(runtime.getVariables(task(application.number()).getExecutionId())).containsOnlyKeys("organisation").containsEntry("organisation", competent);
	}

	@Test
	void an_organisation_without_administrators_leaves_it_to_the_first_one_above_that_has_some() {
		register("gz-health", OrganisationKind.DEPARTMENT, "甘州区卫生健康局");
		var filed = file(ApplicantNature.STATE, "甘州区某医院" + ++units, "620702", "卫生健康");
		var application = find(filed);
		assertThat(application.proposal()).isEqualTo("gz-health");
		assertThat(application.organisation()).isEqualTo(REFORM);
		complete(application.number(), REFORM, Map.of("decision", "approve"));
		assertThat(directory.get(registered(find(filed))).superior()).contains("gz-health");
		jdbc.update("update organisation set closed_at = current_timestamp where code = 'gz-health'");
	}

	@Test
	void an_approved_unit_stands_below_its_superior_and_gets_its_first_password_once() {
		var filed = fileUnit();
		var number = filed.number();
		assertThat(applications.showPassword(number, filed.code(), "10.0.0.1")).isEmpty();

		complete(number, EDUCATION, Map.of("decision", "approve"));

		var application = find(filed);
		assertThat(application.state()).isEqualTo(ApplicationState.APPROVED);
		var organisation = directory.get(registered(application));
		assertThat(organisation.superior()).contains(EDUCATION);
		assertThat(organisation.code()).isEqualTo(organisation.creditCode().orElseThrow().value().toLowerCase());
		assertThat(organisation.contactPhone()).isEqualTo("0936-8212345");
		assertThat(accounts.find(application.administrator()).orElseThrow().groups())
				.containsExactly(StaffGroups.administratorsOf(organisation.code()));
		assertThat(task(number)).isNull();
		assertThat(ended(number)).isEqualTo("organisationRegistered");

		assertThat(applications.showPassword(number, "2222-2222-2222", "10.0.0.1")).isEmpty();
		var issued = applications.showPassword(number.toLowerCase(), filed.code().replace("-", " ").toLowerCase(), "10.0.0.1").orElseThrow();
		assertThat(staff.authenticate(issued.userId(), issued.password())).isPresent();
		assertThat(applications.showPassword(number, filed.code(), "10.0.0.1")).isEmpty();
		assertThat(staff.authenticate(issued.userId(), issued.password())).isPresent();
		assertThat(audited(number)).contains("filed", "approved");
	}

	@Test
	void a_superior_that_has_reset_the_password_does_not_keep_the_unit_from_it_but_one_that_gave_more_rights_does() {
		var filed = fileUnit();
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		accounts.join(find(filed).administrator(), "gz-school");
		assertThat(applications.showPassword(filed.number(), filed.code(), "10.0.0.1")).isEmpty();
		accounts.leave(find(filed).administrator(), "gz-school");
		assertThat(applications.showPassword(filed.number(), filed.code(), "10.0.0.1")).map(IssuedPassword::userId).contains(find(filed).administrator());
	}

	@Test
	void what_the_reviewer_has_chosen_counts_for_the_approval() {
		var filed = fileUnit();
		assertThat(choose(filed, EDUCATION, new Choice("zy-reform", null, "gz-other-" + units, "王五", null, null))).isEmpty();
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve"), "您不能在张掖市职改办之下创建机构");
		assertThat(choose(filed, EDUCATION, new Choice(EDUCATION, "gz-own-code-" + units, "gz-other-" + units, "王五", null, null))).isEmpty();
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThat(registered(find(filed))).isEqualTo("gz-own-code-" + units);
		assertThat(accounts.find("gz-other-" + units).orElseThrow().name()).isEqualTo("王五");
	}

	@Test
	void a_choice_that_cannot_be_read_is_told_and_changes_nothing() {
		var filed = fileUnit();
		assertThat(choose(filed, EDUCATION, new Choice("no-such", "Gz School!", "a--b", "", null, null))).extracting(OrganisationProblem::messageKey)
				.containsExactlyInAnyOrder("organisation.problem.code", "organisation.problem.missing", "organisation.problem.account",
						"application.problem.noOrganisation");
		assertThat(choose(filed, EDUCATION, new Choice("gz\0", null, null, null, null, null))).hasSize(1);
		assertThat(desk.candidates(administrator(EDUCATION), filed.number(), ApplicationDesk.Purpose.FORWARDING, "\0").orElseThrow()).isEmpty();
		assertThat(choose(filed, EDUCATION, new Choice(null, null, "System", "王五", null, null))).extracting(OrganisationProblem::messageKey)
				.containsExactly("organisation.problem.accountReserved");
		assertThat(choose(filed, EDUCATION, new Choice(null, null, "gz-nul", "王\0五", null, null))).extracting(OrganisationProblem::messageKey)
				.contains("organisation.problem.control");
		assertThat(applications.find("JG\0", "\0")).isEmpty();
		assertThat(find(filed).chosenCode()).isNull();
		assertThat(desk.choose(administrator("lz-reform"), filed.number(), new Choice(null, null, null, null, null, null))).isEmpty();
	}

	@Test
	void an_account_name_that_is_taken_keeps_everything_as_it_was_until_another_is_chosen() {
		var filed = fileUnit("gz-school");
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve"), "账号 gz-school 已被使用");
		assertThat(find(filed).state()).isEqualTo(ApplicationState.WAITING);
		assertThat(task(filed.number())).isNotNull();
		assertThat(accounts.find("gz-school").orElseThrow().groups()).containsExactlyInAnyOrder("gz-school", "gz-school--admin");
		choose(filed, EDUCATION, new Choice(null, null, "gz-free-" + units, "王五", null, null));
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThat(find(filed).state()).isEqualTo(ApplicationState.APPROVED);
	}

	@Test
	void a_code_that_is_the_name_of_a_group_made_elsewhere_keeps_everything_as_it_was_until_another_is_chosen() {
		var filed = fileUnit();
		var group = "made-elsewhere-" + units;
		identities.saveGroup(identities.newGroup(group));
		choose(filed, EDUCATION, new Choice(null, group, "gz-free-" + units, "王五", null, null));
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve"), "与系统中已有的用户组同名");
		assertThat(find(filed).state()).isEqualTo(ApplicationState.WAITING);
		assertThat(directory.find(group)).isEmpty();
		choose(filed, EDUCATION, new Choice(null, "gz-free-code-" + units, "gz-free-" + units, "王五", null, null));
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThat(registered(find(filed))).isEqualTo("gz-free-code-" + units);
	}

	@Test
	void an_organisation_created_meanwhile_keeps_the_application_waiting() {
		var filed = fileUnit();
		registry.register(new NewOrganisation("gz-meanwhile-" + units, new OrganisationDetails("先建的", OrganisationKind.UNIT, null, "620702",
				find(filed).creditCode().orElseThrow(), null, null, null), EDUCATION, null), "gz-education");
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve"), "该统一社会信用代码已被另一个机构使用");
		assertThat(find(filed).state()).isEqualTo(ApplicationState.WAITING);
		assertThat(task(filed.number())).isNotNull();
	}

	@Test
	void if_one_of_decision_organisation_and_account_fails_none_of_them_happens() {
		var filed = fileUnit();
		var before = task(filed.number()).getId();
		// The organisation has come into the tree, its account not yet.
		failing.at(OrganisationRegistered.class::isInstance);
		try {
			assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve"), "armed");
		} finally {
			failing.disarm();
		}
		assertThat(find(filed).state()).isEqualTo(ApplicationState.WAITING);
		assertThat(find(filed).registered()).isEmpty();
		assertThat(directory.find(find(filed).creditCode().orElseThrow().value().toLowerCase())).isEmpty();
		assertThat(accounts.find(find(filed).administrator())).isEmpty();
		assertThat(task(filed.number()).getId()).isEqualTo(before);
		assertThat(audited(filed.number())).contains("filed").doesNotContain("approved");
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThat(find(filed).registered()).isPresent();
	}

	/** Moved by hand where no model that is checked would take it. */
	@Test
	void an_organisation_is_created_only_for_an_application_that_was_approved_and_once_whatever_the_process_does() {
		var filed = fileUnit();
		var instance = task(filed.number()).getProcessInstanceId();
		assertThatThrownBy(() -> runtime.createProcessInstanceModification(instance).startBeforeActivity("registerOrganisation").execute())
				.isInstanceOf(ProcessEngineException.class).hasMessageContaining("没有批准");
		assertThat(find(filed).registered()).isEmpty();
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThatThrownBy(() -> desk.registerOrganisation(filed.number())).isInstanceOf(ApplicationRefusedException.class);
		var rejected = fileUnit();
		complete(rejected.number(), EDUCATION, Map.of("decision", "reject", "reason", "材料不全"));
		assertThatThrownBy(() -> desk.registerOrganisation(rejected.number())).isInstanceOf(ApplicationRefusedException.class);
		assertThat(find(rejected).registered()).isEmpty();
	}

	@Test
	void an_application_goes_to_another_organisation_only_by_the_decision_to_hand_it_on() {
		var filed = fileUnit();
		choose(filed, EDUCATION, new Choice(null, null, null, null, null, REFORM));
		assertThat(desk.routeApplication(filed.number())).isEqualTo(EDUCATION);
		complete(filed.number(), EDUCATION, Map.of("decision", "forward", "reason", "由职改办决定"));
		assertThat(desk.routeApplication(filed.number())).isEqualTo(REFORM);
	}

	@Test
	void a_private_firm_comes_below_the_superior_of_the_archive_agency_that_decides() {
		var filed = file(ApplicantNature.NON_PUBLIC, "甘州区某公司" + ++units, "620702", "软件");
		assertRefused(filed.number(), ARCHIVE, Map.of("decision", "approve", "superior", "x"), "只能提交 decision 和 reason");
		complete(filed.number(), ARCHIVE, Map.of("decision", "approve"));
		assertThat(directory.get(registered(find(filed))).superior()).contains(REFORM);
	}

	@Test
	void an_archive_agency_places_units_of_the_state_nowhere() {
		var filed = fileUnit();
		forward(filed, EDUCATION, ARCHIVE);
		assertRefused(filed.number(), ARCHIVE, Map.of("decision", "approve"), "请选择上级机构");
		choose(filed, ARCHIVE, new Choice(REFORM, null, null, null, null, null));
		assertRefused(filed.number(), ARCHIVE, Map.of("decision", "approve"), "您不能在甘州区职改办之下创建机构");
	}

	@Test
	void the_self_employed_file_with_the_archive_agency_and_cannot_become_an_organisation() {
		var filed = file(ApplicantNature.SELF_EMPLOYED, "赵六", "620702", null);
		assertRefused(filed.number(), ARCHIVE, Map.of("decision", "approve"), "自由职业者没有单位");
		complete(filed.number(), ARCHIVE, Map.of("decision", "refer"));
		assertThat(find(filed).state()).isEqualTo(ApplicationState.REFERRED);
		assertThat(find(filed).referredTo()).isEqualTo(ARCHIVE);
		assertThat(ended(filed.number())).isEqualTo("applicationReferred");
	}

	@Test
	void a_referral_names_an_employer() {
		var filed = fileUnit();
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "refer"), "请选择由哪个用人单位");
		choose(filed, EDUCATION, new Choice(null, null, null, null, REFORM, null));
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "refer"), "请选择由哪个用人单位");
		choose(filed, EDUCATION, new Choice(null, null, null, null, "gz-school", null));
		complete(filed.number(), EDUCATION, Map.of("decision", "refer", "reason", "你校已并入示范小学"));
		assertThat(find(filed).referredTo()).isEqualTo("gz-school");
		assertThat(find(filed).reason()).contains("你校已并入示范小学");
	}

	@Test
	void a_refusal_needs_a_reason_which_the_applicant_reads() {
		var filed = fileUnit();
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "reject"), "请填写原因");
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "reject", "reason", " \n"), "请填写原因");
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "reject", "reason", "长".repeat(1001)), "最多 1000 个字");
		assertRefused(filed.number(), EDUCATION, Map.of(), "请选择“批准”");
		complete(filed.number(), EDUCATION, Map.of("decision", "reject", "reason", "查无此单位"));
		assertThat(find(filed).state()).isEqualTo(ApplicationState.REJECTED);
		assertThat(find(filed).reason()).contains("查无此单位");
		assertThat(ended(filed.number())).isEqualTo("applicationRejected");
		assertThat(jdbc.queryForObject("select count(*) from ACT_HI_VARINST where NAME_ = 'reason'", Integer.class)).isZero();
		// It can be applied for again.
		assertThat(applications.file(new NewApplication(ApplicantNature.STATE, OrganisationDetails.of(
				new Organisation("x", find(filed).name(), OrganisationKind.UNIT, null, "620702", null)), null, null), "10.0.0.1"))
				.isInstanceOf(Outcome.Done.class);
	}

	@Test
	void an_application_that_is_handed_on_is_decided_there_and_no_longer_here() {
		var filed = fileUnit();
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "forward", "reason", "不归我局"), "请选择转交给哪个");
		choose(filed, EDUCATION, new Choice(null, null, null, null, null, EDUCATION));
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "forward", "reason", "不归我局"), "现在就由本机构受理");
		var before = task(filed.number()).getId();
		forward(filed, EDUCATION, "gs-health");
		assertThat(find(filed).organisation()).isEqualTo("gs-health");
		assertThat(task(filed.number()).getId()).isNotEqualTo(before);
		assertThat(groupsOf(task(filed.number()))).containsExactly("gs-health--admin");
		assertThat(desk.view(administrator(EDUCATION), filed.number())).isEmpty();
		assertThatThrownBy(() -> complete(filed.number(), EDUCATION, Map.of("decision", "approve"))).isInstanceOf(AuthorizationException.class);
		assertThatThrownBy(() -> desk.decide(administrator(EDUCATION), filed.number(), ApplicationVerdict.APPROVE, null))
				.hasMessage("application.refused.notYours");
		var view = desk.view(administrator("gs-health"), filed.number()).orElseThrow();
		assertThat(view.steps()).extracting(ApplicationStep::kind).containsExactly(ApplicationStep.Kind.FILED, ApplicationStep.Kind.FORWARDED);
		assertThat(view.steps().get(1).reason()).contains("不归我局");
		assertThat(view.defaults().superior()).isEqualTo("gs-health");
		assertThat(runtime.getVariables(task(filed.number()).getExecutionId())).containsOnlyKeys("organisation");
	}

	@Test
	void after_five_days_the_administrators_above_can_decide_too() {
		var filed = fileUnit();
		var timer = management.createJobQuery().processInstanceId(task(filed.number()).getProcessInstanceId()).singleResult();
		assertThat(Duration.between(clock.instant(), timer.getDuedate().toInstant())).isEqualTo(Duration.ofDays(5));
		assertThatThrownBy(() -> complete(filed.number(), REFORM, Map.of("decision", "approve"))).isInstanceOf(AuthorizationException.class);
		assertThat(desk.view(administrator(REFORM), filed.number())).isEmpty();

		clock.set("2021-04-06T09:00");
		management.executeJob(timer.getId());

		assertThat(task(filed.number()).getPriority()).isEqualTo(90);
		assertThat(groupsOf(task(filed.number()))).containsExactlyInAnyOrder("gz-education--admin", "gz-reform--admin");
		assertThat(desk.view(administrator(EDUCATION), filed.number())).isPresent();
		assertThat(desk.view(administrator(REFORM), filed.number()).orElseThrow().application().escalatedTo()).contains(REFORM);
		complete(filed.number(), REFORM, Map.of("decision", "approve"));
		assertThat(directory.get(registered(find(filed))).superior()).contains(EDUCATION);
	}

	@ParameterizedTest
	@CsvSource({ "lz-reform, lz-reform--admin", "gz-education, gz-education", "zy-reform, zy-reform--admin", "admin, camunda-admin" })
	void who_does_not_administer_the_competent_organisation_decides_nothing(String account, String group) {
		var filed = fileUnit();
		var id = task(filed.number()).getId();
		identities.setAuthentication(account, List.of(group));
		assertThatThrownBy(() -> tasks.complete(id, Map.of("decision", "approve"))).isInstanceOf(RuntimeException.class);
		if (!group.equals("camunda-admin")) {
			assertThat(tasks.createTaskQuery().taskId(id).count()).isZero();
		}
		identities.clearAuthentication();
		assertThat(desk.view(new Staff(account, Set.of(group)), filed.number())).isEmpty();
		assertThat(desk.cards(List.of(id))).extracting(ApplicationDesk.Card::taskId).containsExactly(id);
		assertThat(find(filed).state()).isEqualTo(ApplicationState.WAITING);
	}

	@Test
	void cards_are_given_for_tasks_of_applications_that_the_account_sees() {
		var filed = fileUnit();
		var other = task(filedRecords.submitted("gz-school")).getId();
		var id = task(filed.number()).getId();
		identities.setAuthentication(EDUCATION, List.of("gz-education--admin"));
		assertThat(desk.cards(List.of(id, other, "no-such"))).extracting(card -> card.application().number()).containsExactly(filed.number());
		identities.setAuthentication("lz-reform", List.of("lz-reform--admin"));
		assertThat(desk.cards(List.of(id))).isEmpty();
	}

	@Test
	void nobody_overwrites_where_the_application_lies() {
		var filed = fileUnit();
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve", "organisation", "gs-reform"), "只能提交 decision 和 reason");
		assertThat(find(filed).state()).isEqualTo(ApplicationState.WAITING);
	}

	@Test
	void what_waits_at_an_organisation_that_is_merged_or_closed_goes_on_elsewhere() {
		register("gz-culture", OrganisationKind.DEPARTMENT, "甘州区文化局");
		register("gz-sports", OrganisationKind.DEPARTMENT, "甘州区体育局");
		for (var code : List.of("gz-culture", "gz-sports")) {
			accounts.create(code, code, StaffGroups.administratorsOf(code));
		}
		var filed = file(ApplicantNature.STATE, "甘州区文化馆" + ++units, "620702", "文化");
		assertThat(find(filed).organisation()).isEqualTo("gz-culture");

		done(restructuring.merge(administrator(REFORM), "gz-culture", "gz-sports"));
		assertThat(find(filed).organisation()).isEqualTo("gz-sports");
		assertThat(groupsOf(task(filed.number()))).containsExactly("gz-sports--admin");

		done(restructuring.close(administrator(REFORM), "gz-sports", "10.5.0.1"));
		assertThat(find(filed).organisation()).isEqualTo(REFORM);
		complete(filed.number(), REFORM, Map.of("decision", "approve"));
		assertThat(directory.get(registered(find(filed))).superior()).contains(REFORM);
	}

	@Test
	void a_unit_that_has_an_account_or_an_application_need_not_apply() {
		var filed = fileUnit();
		var same = details(find(filed).name(), "620702", "教育", CreditCodes.next());
		assertThat(problems(new NewApplication(ApplicantNature.STATE, same, null, null)))
				.containsExactly(OrganisationField.NAME + " application.problem.waits");
		var sameCode = details("另一个名称" + units, "620702", "教育", find(filed).creditCode().orElseThrow().value());
		assertThat(problems(new NewApplication(ApplicantNature.STATE, sameCode, null, null)))
				.containsExactly(OrganisationField.CREDIT_CODE + " application.problem.waits");
		assertThat(problems(new NewApplication(ApplicantNature.STATE, details("甘州区示范小学", "620702", "教育", CreditCodes.next()), null, null)))
				.containsExactly(OrganisationField.NAME + " application.problem.hasAccount");
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThat(problems(new NewApplication(ApplicantNature.STATE, sameCode, null, null)))
				.containsExactly(OrganisationField.CREDIT_CODE + " application.problem.hasAccount");
	}

	@Test
	void an_individual_asks_for_a_unit_and_sees_what_becomes_of_it_without_a_code() {
		var person = filedRecords.personId(filedRecords.newPerson());
		var wanted = new NewApplication(ApplicantNature.STATE, details("甘州区某幼儿园" + ++units, "620702", "学前教育", null), null, person);
		var filed = ((Outcome.Done<Filed>) applications.file(wanted, "10.0.0.1")).value();
		assertThat(filed.code()).isNull();
		assertThat(applications.find(filed.number(), "")).isEmpty();
		assertRefused(filed.number(), EDUCATION, Map.of("decision", "approve"), "请填写机构代码");
		choose(filed, EDUCATION, new Choice(null, "gz-nursery-" + units, null, null, null, null));
		complete(filed.number(), EDUCATION, Map.of("decision", "approve"));
		assertThat(applications.requestsOf(person)).extracting(OrganisationApplication::state).containsExactly(ApplicationState.APPROVED);
		assertThat(directory.employers("某幼儿园" + units)).extracting(Organisation::code).containsExactly("gz-nursery-" + units);
		assertThat(applications.requestsOf(filedRecords.personId(filedRecords.newPerson()))).isEmpty();
	}

	@Test
	void an_individual_has_three_requests_waiting_at_most() {
		var person = filedRecords.personId(filedRecords.newPerson());
		for (int i = 0; i < 3; i++) {
			done(applications.file(new NewApplication(ApplicantNature.STATE, details("单位" + ++units, "620702", "教育", null), null, person), "10.0.0.1"));
		}
		assertThat(problems(new NewApplication(ApplicantNature.STATE, details("单位" + ++units, "620702", "教育", null), null, person)))
				.containsExactly("null application.problem.tooMany");
	}

	@Test
	void decided_applications_are_erased_after_two_years_and_those_that_wait_stay() {
		var decided = fileUnit();
		complete(decided.number(), EDUCATION, Map.of("decision", "reject", "reason", "查无此单位"));
		var waiting = fileUnit();
		var erasure = erasures.stream().filter(one -> one.name().contains("applications")).findFirst().orElseThrow();
		erasure.erase(clock.instant().plus(Duration.ofDays(730)));
		assertThat(applications.find(decided.number(), decided.code())).isPresent();
		assertThat(erasure.erase(clock.instant().plus(Duration.ofDays(731)))).isPositive();
		assertThat(applications.find(decided.number(), decided.code())).isEmpty();
		assertThat(applications.find(waiting.number(), waiting.code())).isPresent();
	}

	@Test
	void contact_and_code_are_not_readable_in_the_database() {
		var filed = fileUnit();
		var row = jdbc.queryForMap("select * from organisation_application where number = ?", filed.number());
		assertThat(row.values().stream().map(String::valueOf).toList().toString()).doesNotContain("8212345", "钱七", filed.code());
	}

	private Filed fileUnit() {
		return fileUnit("gz-unit-" + (units + 1));
	}

	private Filed fileUnit(String account) {
		var texts = new EnumMap<OrganisationField, String>(Map.of(OrganisationField.NAME, "甘州区新建小学" + ++units,
				OrganisationField.CREDIT_CODE, CreditCodes.next(), OrganisationField.REGION, "620702", OrganisationField.FIELD, "中小学教育",
				OrganisationField.CONTACT_NAME, "钱七", OrganisationField.CONTACT_PHONE, "0936-8212345",
				OrganisationField.ADMINISTRATOR, account, OrganisationField.ADMINISTRATOR_NAME, "李四"));
		return file(typed.read("STATE", texts, null).application());
	}

	private Filed file(ApplicantNature nature, String name, String region, String field) {
		return file(new NewApplication(nature, details(name, region, field, nature == ApplicantNature.SELF_EMPLOYED ? null : CreditCodes.next()), null, null));
	}

	private Filed file(NewApplication wanted) {
		return ((Outcome.Done<Filed>) applications.file(wanted, "10.0.0.1")).value();
	}

	private static OrganisationDetails details(String name, String region, String field, String creditCode) {
		return new OrganisationDetails(name, OrganisationKind.UNIT, null, region,
				creditCode == null ? null : CreditCode.of(creditCode), null, null, field);
	}

	private List<String> problems(NewApplication wanted) {
		return ((Outcome.Refused<Filed>) applications.file(wanted, "10.0.0.1")).problems().stream()
				.map(problem -> problem.field() + " " + problem.messageKey()).toList();
	}

	private OrganisationApplication find(Filed filed) {
		return applications.find(filed.number(), filed.code()).orElseThrow();
	}

	private static String registered(OrganisationApplication application) {
		return application.registered().orElseThrow();
	}

	private List<OrganisationProblem> choose(Filed filed, String account, Choice choice) {
		return desk.choose(administrator(account), filed.number(), choice).orElseThrow();
	}

	private void forward(Filed filed, String from, String to) {
		choose(filed, from, new Choice(null, null, null, null, null, to));
		complete(filed.number(), from, Map.of("decision", "forward", "reason", "不归我局"));
	}

	private static Staff administrator(String organisation) {
		return new Staff(organisation, Set.of(organisation, StaffGroups.administratorsOf(organisation)));
	}

	private void register(String code, OrganisationKind kind, String name) {
		done(registry.register(new NewOrganisation(code, new OrganisationDetails(name, kind, null, "620702", null, null, null, null), REFORM, null), "test"));
	}

	private static void done(Outcome<?> outcome) {
		assertThat(outcome).isInstanceOf(Outcome.Done.class);
	}

	private void complete(String number, String account, Map<String, Object> variables) {
		var id = task(number).getId();
		identities.setAuthentication(account, List.of(account, StaffGroups.administratorsOf(account)));
		try {
			tasks.complete(id, new HashMap<>(variables));
		} finally {
			identities.clearAuthentication();
		}
	}

	private void assertRefused(String number, String account, Map<String, Object> variables, String sentence) {
		assertThatThrownBy(() -> complete(number, account, variables)).hasMessageContaining(sentence);
	}

	private Task task(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	private List<String> groupsOf(Task task) {
		return tasks.getIdentityLinksForTask(task.getId()).stream().map(link -> link.getGroupId()).toList();
	}

	/** @return id of the end event that was reached last */
	private String ended(String number) {
		var instance = history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number).singleResult().getId();
		return history.createHistoricActivityInstanceQuery().processInstanceId(instance).activityType("noneEndEvent")
				.orderByHistoricActivityInstanceEndTime().desc().list().get(0).getActivityId();
	}

	private List<String> audited(String number) {
		return jdbc.queryForList("select details from audit_entry where subject = ? order by id", String.class, number).stream()
				.flatMap(details -> Arrays.stream(details.split("\""))).toList();
	}
}
