package cn.zhicheng.access;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;

import cn.zhicheng.TestRecords;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.ApplicantNature;
import cn.zhicheng.organisation.NewApplication;
import cn.zhicheng.organisation.OrganisationApplications;
import cn.zhicheng.organisation.OrganisationApplications.Filed;
import cn.zhicheng.organisation.OrganisationDetails;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffSignOn;

/**
 * Records that wait at the own, the sibling, the parent and a foreign organisation, each of another person, and the accounts
 * of the roles.
 */
@TestComponent
class Scene {

	static final String PASSWORD = "Zhicheng-2021";

	private final TestRecords filed;
	private final Filing filing;
	private final ProcessEngine engine;
	private final StaffSignOn signOn;
	private final StaffAccounts accounts;
	private final EvidenceArchive evidence;
	private final OrganisationApplications applications;
	private final Map<Relation, Part> parts = new EnumMap<>(Relation.class);

	Scene(TestRecords filed, Filing filing, ProcessEngine engine, StaffSignOn signOn, StaffAccounts accounts,
			EvidenceArchive evidence, OrganisationApplications applications) {
		this.filed = filed;
		this.filing = filing;
		this.engine = engine;
		this.signOn = signOn;
		this.accounts = accounts;
		this.evidence = evidence;
		this.applications = applications;
	}

	/**
	 * What there is of one organisation.
	 *
	 * @param person id of the applicant
	 * @param markers texts that only somebody who sees the record can know
	 * @param applicationMarkers texts that only somebody who sees the application that lies there can know
	 * @param accountMarker text that only somebody who sees the organisation's accounts can know
	 * @param ids by name of the variable of an address or property, or {@code segment/variable}
	 */
	record Part(String number, long person, List<String> markers, List<String> applicationMarkers, String accountMarker,
			Map<String, String> ids) {
	}

	void prepare() {
		if (!parts.isEmpty()) {
			return;
		}
		account(Role.REVIEWER.account(), "审核员", Relation.OWN.organisation());
		account(Role.ORGANISATION_ADMINISTRATOR.account(), "管理员", null);
		join(Role.ORGANISATION_ADMINISTRATOR.account(), StaffGroups.administratorsOf(Relation.OWN.organisation()));
		account(Role.SUPERIOR_ADMINISTRATOR.account(), "上级管理员", null);
		join(Role.SUPERIOR_ADMINISTRATOR.account(), StaffGroups.administratorsOf(Relation.PARENT.organisation()));
		account(Role.SUBTREE_SUPERVISOR.account(), "督办员", null);
		join(Role.SUBTREE_SUPERVISOR.account(), StaffGroups.supervisorsOf(Relation.PARENT.organisation()));
		for (var relation : Relation.values()) {
			account(colleagueOf(relation), "同事-" + relation.organisation(), relation.organisation());
			parts.put(relation, part(relation, submitted(relation)));
		}
	}

	Part of(Relation relation) {
		return parts.get(relation);
	}

	/** Another record waits at the sibling's and at the foreign organisation, another application there: who can count them would notice. */
	void addRecordsElsewhere() {
		submitted(Relation.SIBLING);
		submitted(Relation.FOREIGN);
		file("另一新单位", Relation.FOREIGN);
	}

	private TitleRecord submitted(Relation relation) {
		// At a superior a record arrives from below, and not from the own organisation, which would then have had it.
		var unit = relation == Relation.PARENT ? Relation.SIBLING.organisation() : relation.organisation();
		var draft = filed.completeDraft(filed.newPerson(), unit);
		filing.save(draft.applicant().id(), draft.number(), draft.version(), Map.of(RecordField.CERTIFICATE_NUMBER, certificateOf(relation)));
		var record = filing.find(draft.applicant().id(), draft.number()).orElseThrow();
		filed.submit(record);
		if (relation == Relation.PARENT) {
			engine.getIdentityService().setAuthentication(unit, List.of(unit));
			try {
				engine.getTaskService().complete(taskOf(record.number()).getId(), Map.of("decision", "confirm"));
			} finally {
				engine.getIdentityService().clearAuthentication();
			}
		}
		return record;
	}

	private Part part(Relation relation, TitleRecord record) {
		var task = taskOf(record.number());
		var instance = task.getProcessInstanceId();
		var job = engine.getManagementService().createJobQuery().processInstanceId(instance).singleResult();
		var variable = engine.getRuntimeService().createVariableInstanceQuery().processInstanceIdIn(instance).variableName("organisation")
				.singleResult();
		var rights = engine.getAuthorizationService().createAuthorizationQuery().resourceType(Resources.TASK).resourceId(task.getId()).list();
		var deployment = engine.getRepositoryService().createProcessDefinitionQuery().processDefinitionId(task.getProcessDefinitionId())
				.singleResult().getDeploymentId();
		var file = evidence.current(record.id()).get(0);
		var ids = new HashMap<String, String>();
		ids.put("number", record.number());
		ids.put("evidenceId", String.valueOf(file.getId()));
		ids.put("page", "1");
		ids.put("year", "2021");
		ids.put("kind", "CERTIFICATE");
		ids.put("name", "default");
		ids.put("engine", "default");
		ids.put("engineName", "default");
		ids.put("processEngineName", "default");
		ids.put("appName", "tasklist");
		ids.put("varName", "organisation");
		ids.put("varId", "organisation");
		ids.put("code", relation.organisation());
		ids.put("superior", relation.organisation());
		ids.put("staff/kind", "reviewer");
		ids.put("organisation", relation.organisation());
		ids.put("account", colleagueOf(relation));
		ids.put("userId", colleagueOf(relation));
		ids.put("groupId", relation.organisation());
		ids.put("taskId", task.getId());
		ids.put("processInstanceId", instance);
		ids.put("executionId", task.getExecutionId());
		ids.put("deploymentId", deployment);
		ids.put("processDefinitionId", task.getProcessDefinitionId());
		ids.put("processDefinitionKey", "title-record-review");
		ids.put("businessKey", record.number());
		ids.put("jobId", job.getId());
		ids.put("key", "title-record-review");
		ids.put("task/id", task.getId());
		ids.put("process-instance/id", instance);
		ids.put("execution/id", task.getExecutionId());
		ids.put("job/id", job.getId());
		ids.put("job-definition/id", job.getJobDefinitionId());
		ids.put("variable-instance/id", variable.getId());
		ids.put("process-definition/id", task.getProcessDefinitionId());
		ids.put("deployment/id", deployment);
		ids.put("resources/resourceId", engine.getRepositoryService().getDeploymentResources(deployment).get(0).getId());
		ids.put("user/id", colleagueOf(relation));
		ids.put("members/userId", colleagueOf(relation));
		ids.put("group/id", relation.organisation());
		ids.put("authorization/id", rights.isEmpty() ? "none" : rights.get(0).getId());
		ids.put("filter/id", engine.getFilterService().createFilterQuery().listPage(0, 1).get(0).getId());
		ids.put("decision-definition/id", engine.getRepositoryService().createDecisionDefinitionQuery().listPage(0, 1).get(0).getId());
		ids.put("decision-definition/key", "deadlines");
		ids.put("id", instance);
		var markers = List.of(record.number(), certificateOf(relation), task.getId(), instance, job.getId(), variable.getId());
		var applicationMarkers = application(relation).map(number -> {
			var decides = taskOf(number);
			ids.put("organisation-applications/number", number);
			return List.of(number, contactOf(relation), decides.getId(), decides.getProcessInstanceId());
		}).orElse(List.of());
		return new Part(record.number(), record.applicant().id(), markers, applicationMarkers, "同事-" + relation.organisation(), Map.copyOf(ids));
	}

	/** A unit without an account has applied; where no organisation decides on such, there is none. */
	private Optional<String> application(Relation relation) {
		if (relation != Relation.PARENT && relation != Relation.FOREIGN) {
			return Optional.empty();
		}
		return Optional.of(file("新单位-" + relation, relation));
	}

	private String file(String name, Relation relation) {
		var region = relation == Relation.PARENT ? "620702" : "620100";
		var details = new OrganisationDetails(name, OrganisationKind.UNIT, null, region, null, contactOf(relation), null, "教育");
		var outcome = applications.file(new NewApplication(ApplicantNature.STATE, details, null, null), "198.51.100.7");
		return ((Outcome.Done<Filed>) outcome).value().number();
	}

	private static String contactOf(Relation relation) {
		return "联系人-" + relation.organisation();
	}

	private static String certificateOf(Relation relation) {
		return "证-" + relation.organisation() + "-00012号";
	}

	static String colleagueOf(Relation relation) {
		return relation.organisation() + "-colleague";
	}

	private Task taskOf(String number) {
		return engine.getTaskService().createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	private void account(String id, String name, String group) {
		var identities = engine.getIdentityService();
		var user = identities.newUser(id);
		user.setFirstName("");
		user.setLastName(name);
		user.setPassword(PASSWORD);
		identities.saveUser(user);
		if (group != null) {
			identities.createMembership(id, group);
		}
		signOn.passwordIsKnown(id);
	}

	private void join(String account, String group) {
		accounts.join(account, group);
	}
}
