package cn.zhicheng.workflow;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationRegistered;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.FirstPassword;
import cn.zhicheng.security.StaffAccountReset;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * The account groups and what each may do in the engine. A reviewer's right to a task comes from the task itself, whose
 * candidate group is the organisation; everything else is denied unless it is granted here.
 */
@Component
@Order(EngineStaffAccounts.ORDER)
class EngineStaffAccounts implements StaffAccounts, ApplicationRunner {

	/** Before anything that creates organisations or accounts. */
	static final int ORDER = 50;

	private static final String ORGANISATION_GROUP = "ORGANISATION";
	private static final String ADMINISTRATOR_GROUP = "ORGANISATION_ADMINISTRATION";
	private static final String SUPERVISOR_GROUP = "ORGANISATION_SUPERVISION";
	private static final String ROLE_GROUP = "ROLE";

	private final IdentityService identities;
	private final AuthorizationService authorizations;
	private final ActingAccount acting;
	private final OrganisationDirectory organisations;
	private final ApplicationEventPublisher events;

	EngineStaffAccounts(@Lazy IdentityService identities, @Lazy AuthorizationService authorizations, ActingAccount acting,
			OrganisationDirectory organisations, ApplicationEventPublisher events) {
		this.identities = identities;
		this.authorizations = authorizations;
		this.acting = acting;
		this.organisations = organisations;
		this.events = events;
	}

	@Override
	public void run(ApplicationArguments args) {
		var supervisor = StaffRole.SUPERVISOR.group();
		if (createGroup(supervisor, "督办人员", ROLE_GROUP)) {
			grant(supervisor, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
			grant(supervisor, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
			grant(supervisor, Resources.PROCESS_DEFINITION, Authorization.ANY, ProcessDefinitionPermissions.READ,
					ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.READ_TASK);
			grant(supervisor, Resources.DECISION_DEFINITION, Authorization.ANY, Permissions.READ);
			grant(supervisor, Resources.DECISION_REQUIREMENTS_DEFINITION, Authorization.ANY, Permissions.READ);
			grant(supervisor, Resources.TASK, Authorization.ANY, TaskPermissions.READ);
		}
		var designer = StaffRole.DESIGNER.group();
		if (createGroup(designer, "流程设计人员", ROLE_GROUP)) {
			grant(designer, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
			grant(designer, Resources.DEPLOYMENT, Authorization.ANY, Permissions.READ, Permissions.CREATE);
			grant(designer, Resources.PROCESS_DEFINITION, Authorization.ANY, ProcessDefinitionPermissions.READ);
			grant(designer, Resources.DECISION_DEFINITION, Authorization.ANY, Permissions.READ, Permissions.CREATE_INSTANCE);
			grant(designer, Resources.DECISION_REQUIREMENTS_DEFINITION, Authorization.ANY, Permissions.READ);
		}
		List.of(supervisor, designer).forEach(this::letSeeBatches);
		// What they do, they do on our pages: the engine has no right for them.
		createGroupOfWatchers(StaffRole.SECURITY.group(), "安全管理员");
		createGroupOfWatchers(StaffRole.AUDITOR.group(), "审计员");
	}

	/** A group of this name that somebody else has made has other members and other rights. */
	private void createGroupOfWatchers(String id, String name) {
		if (!createGroup(id, name, ROLE_GROUP) && !ROLE_GROUP.equals(identities.createGroupQuery().groupId(id).singleResult().getType())) {
			throw new IllegalStateException("There is a group " + id + " that is not the application's: rename the organisation or group of this code, "
					+ "for who is in it would watch over the installation");
		}
	}

	/** What follows changed dates in the background; groups of an earlier version have no right to it. */
	private void letSeeBatches(String group) {
		if (authorizations.createAuthorizationQuery().groupIdIn(group).resourceType(Resources.BATCH).count() == 0) {
			grant(group, Resources.BATCH, Authorization.ANY, BatchPermissions.READ, BatchPermissions.READ_HISTORY);
		}
	}

	/** The reviewers of a new organisation are the members of the group with its code. */
	@EventListener
	void on(OrganisationRegistered event) {
		acting.asNobody(() -> {
			createGroupOfReviewers(event.code(), event.name());
			return null;
		});
	}

	private void createGroupOfReviewers(String organisation, String name) {
		if (createGroup(organisation, name, ORGANISATION_GROUP)) {
			grant(organisation, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
			grant(organisation, Resources.PROCESS_DEFINITION, TitleRecordReview.KEY, ProcessDefinitionPermissions.READ);
		}
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Account> find(String userId) {
		return acting.asNobody(() -> Optional.ofNullable(identities.createUserQuery().userId(userId).singleResult()).map(this::account));
	}

	@Override
	@Transactional(readOnly = true)
	public List<Account> membersOf(String group) {
		return acting.asNobody(() -> identities.createUserQuery().memberOfGroup(group).orderByUserId().asc().list().stream()
				.map(this::account).toList());
	}

	@Override
	@Transactional(readOnly = true)
	public Map<String, String> mailAddressesOf(String group) {
		return acting.asNobody(() -> identities.createUserQuery().memberOfGroup(group).list().stream()
				.filter(user -> user.getEmail() != null && user.getEmail().contains("@"))
				.collect(Collectors.toMap(User::getId, user -> user.getEmail().strip(), (one, other) -> one, TreeMap::new)));
	}

	@Override
	@Transactional(readOnly = true)
	public Set<String> groupsAmong(Collection<String> groups) {
		if (groups.isEmpty()) {
			return Set.of();
		}
		return acting.asNobody(() -> identities.createGroupQuery().groupIdIn(groups.toArray(String[]::new)).list().stream().map(Group::getId)
				.collect(Collectors.toUnmodifiableSet()));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<String> mailAddressOf(String userId) {
		return acting.asNobody(() -> Optional.ofNullable(identities.createUserQuery().userId(userId).singleResult()).map(User::getEmail)
				.filter(address -> !address.isBlank()));
	}

	@Override
	@Transactional
	public boolean changeMailAddress(String userId, String address) {
		if (!RightsRules.isMailAddress(address)) {
			return false;
		}
		return acting.asNobody(() -> {
			var user = identities.createUserQuery().userId(userId).singleResult();
			user.setEmail(address.strip());
			identities.saveUser(user);
			return true;
		});
	}

	private Account account(User user) {
		var groups = identities.createGroupQuery().groupMember(user.getId()).list().stream().map(Group::getId);
		return new Account(user.getId(), user.getLastName(), groups.collect(Collectors.toUnmodifiableSet()));
	}

	@Override
	@Transactional
	public String create(String userId, String name, String group) {
		if (RESERVED.contains(userId)) {
			throw new IllegalArgumentException("The account name is reserved: " + userId);
		}
		var password = FirstPassword.random();
		if (!create(userId, name, password, group)) {
			throw new AccountExistsException(userId);
		}
		return password;
	}

	/**
	 * Creates an account with a password of one's own choice.
	 *
	 * @param group id of its first group
	 * @return false: there is one of this name, and it stays as it is
	 */
	boolean create(String userId, String name, String password, String group) {
		return acting.asNobody(() -> {
			if (identities.createUserQuery().userId(userId).count() > 0) {
				return false;
			}
			var user = identities.newUser(userId);
			// The web apps show both parts, and would write "null" for one that is missing.
			user.setFirstName("");
			user.setLastName(name);
			user.setPassword(password);
			identities.saveUser(user);
			join(userId, group);
			return true;
		});
	}

	@Override
	@Transactional
	public String resetPassword(String userId) {
		return acting.asNobody(() -> {
			var password = FirstPassword.random();
			var user = identities.createUserQuery().userId(userId).singleResult();
			user.setPassword(password);
			identities.saveUser(user);
			events.publishEvent(new StaffAccountReset(userId, acting.asking().orElse(AuditTrail.SYSTEM)));
			return password;
		});
	}

	@Override
	@Transactional
	public List<String> changePassword(String userId, String password) {
		return acting.asNobody(() -> {
			var user = identities.createUserQuery().userId(userId).singleResult();
			var check = identities.checkPasswordAgainstPolicy(password, user);
			if (!check.isValid()) {
				return check.getViolatedRules().stream().map(rule -> "staff.password." + rule.getPlaceholder()).toList();
			}
			user.setPassword(password);
			identities.saveUser(user);
			return List.of();
		});
	}

	@Override
	@Transactional
	public void join(String userId, String group) {
		acting.asNobody(() -> {
			createGroupOfOrganisation(group);
			if (identities.createUserQuery().userId(userId).memberOfGroup(group).count() == 0) {
				identities.createMembership(userId, group);
			}
			return null;
		});
	}

	@Override
	@Transactional
	public void leave(String userId, String group) {
		acting.asNobody(() -> {
			identities.deleteMembership(userId, group);
			return null;
		});
	}

	@Override
	@Transactional
	public void remove(String userId) {
		acting.asNobody(() -> {
			identities.deleteUser(userId);
			return null;
		});
	}

	/**
	 * Administrators and supervisors of an organisation need a group only when there are any, and so do the reviewers of one
	 * that came with thousands of others from a file.
	 */
	private void createGroupOfOrganisation(String group) {
		if (StaffGroups.organisationOf(group).equals(group)) {
			organisations.find(group).ifPresent(organisation -> createGroupOfReviewers(group, organisation.name()));
		}
		if (StaffGroups.isAdministrators(group)) {
			if (createGroup(group, StaffGroups.organisationOf(group) + " 机构管理员", ADMINISTRATOR_GROUP)) {
				// They decide in the task list who comes below.
				grant(group, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
				grant(group, Resources.PROCESS_DEFINITION, OrganisationRegistration.KEY, ProcessDefinitionPermissions.READ);
			}
		} else if (StaffGroups.isSupervisors(group) && createGroup(group, StaffGroups.organisationOf(group) + " 督办人员", SUPERVISOR_GROUP)) {
			grant(group, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
			grant(group, Resources.PROCESS_DEFINITION, TitleRecordReview.KEY, ProcessDefinitionPermissions.READ);
		}
	}

	/** Lets everybody who is signed on read a filter of the task list. */
	void publishFilter(String filterId) {
		// A grant to the user "*" would list the filter but not let its tasks be read.
		var authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
		save(authorization, Resources.FILTER, filterId, List.of(Permissions.READ));
	}

	/** Lets everybody who is signed on know how a process is drawn: whoever has one of its tasks is told its name. */
	void publishProcess(String key) {
		var authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GLOBAL);
		save(authorization, Resources.PROCESS_DEFINITION, key, List.of(ProcessDefinitionPermissions.READ));
	}

	private boolean createGroup(String id, String name, String type) {
		if (identities.createGroupQuery().groupId(id).count() > 0) {
			return false;
		}
		var group = identities.newGroup(id);
		group.setName(name);
		group.setType(type);
		identities.saveGroup(group);
		return true;
	}

	private void grant(String group, Resource resource, String id, Permission... permissions) {
		var authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
		authorization.setGroupId(group);
		save(authorization, resource, id, List.of(permissions));
	}

	private void save(Authorization authorization, Resource resource, String id, List<? extends Permission> permissions) {
		authorization.setResource(resource);
		authorization.setResourceId(id);
		permissions.forEach(authorization::addPermission);
		authorizations.saveAuthorization(authorization);
	}
}
