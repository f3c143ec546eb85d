package cn.zhicheng.workflow;

import java.util.Map;
import java.util.stream.Stream;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.ReviewerLeft;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * The engine gives its administrators every right. Ours keep accounts and rights and have nothing to do with records: what
 * they were given beyond that is taken back at each start, and who belongs to an organisation as well, by an earlier version
 * or by somebody who wrote to the database, belongs to it no longer.
 */
@Component
@Order(EngineStaffAccounts.ORDER + 1)
class AdministratorRights implements ApplicationRunner {

	private static final Logger LOG = LoggerFactory.getLogger(AdministratorRights.class);

	private final AuthorizationService authorizations;
	private final IdentityService identities;
	private final AuditTrail audit;
	private final ApplicationEventPublisher events;

	AdministratorRights(AuthorizationService authorizations, IdentityService identities, AuditTrail audit, ApplicationEventPublisher events) {
		this.authorizations = authorizations;
		this.identities = identities;
		this.audit = audit;
		this.events = events;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		authorizations.createAuthorizationQuery().groupIdIn(StaffRole.SECURITY.group(), StaffRole.AUDITOR.group()).list()
				.forEach(right -> authorizations.deleteAuthorization(right.getId()));
		authorizations.createAuthorizationQuery().groupIdIn(StaffRole.ADMINISTRATOR.group()).list().stream()
				.filter(right -> !RightsRules.OF_ADMINISTRATORS.contains(right.getResourceType()))
				.forEach(right -> authorizations.deleteAuthorization(right.getId()));
		identities.createUserQuery().memberOfGroup(StaffRole.ADMINISTRATOR.group()).list().stream().map(User::getId).forEach(this::takeOutOfOrganisations);
		Stream.of(StaffRole.values()).filter(StaffRole::watches).forEach(role -> identities.createUserQuery().memberOfGroup(role.group()).list().stream()
				.map(User::getId).forEach(account -> takeOutOf(role, account)));
	}

	/** Who watches the others is not one of them. */
	private void takeOutOf(StaffRole role, String account) {
		if (identities.createGroupQuery().groupMember(account).count() > 1) {
			identities.deleteMembership(account, role.group());
			audit.record(AuditKind.RIGHTS_CHANGED, AuditTrail.SYSTEM, null, "account:" + account, Map.of("left", role.group(), "why", "has other rights"));
			LOG.warn("{} has other rights and is no {} any more", account, role.group());
		}
	}

	private void takeOutOfOrganisations(String administrator) {
		var groups = identities.createGroupQuery().groupMember(administrator).list().stream().map(Group::getId)
				.filter(RightsRules::isOfOrganisation).sorted().toList();
		if (groups.isEmpty()) {
			return;
		}
		groups.forEach(group -> leave(administrator, group));
		audit.record(AuditKind.RIGHTS_CHANGED, AuditTrail.SYSTEM, null, "account:" + administrator,
				Map.of("left", String.join(" ", groups), "why", "administrator of the installation"));
		LOG.warn("{} is an administrator of the installation and belongs to no organisation any more: {}", administrator, groups);
	}

	private void leave(String administrator, String group) {
		identities.deleteMembership(administrator, group);
		if (StaffGroups.organisationOf(group).equals(group)) {
			events.publishEvent(new ReviewerLeft(administrator, group));
		}
	}
}
