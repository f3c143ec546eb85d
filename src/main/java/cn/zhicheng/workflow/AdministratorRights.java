package cn.zhicheng.workflow;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.StaffRole;

/**
 * The engine gives its administrators every right. Ours keep accounts and rights and have nothing to do with records: what
 * they were given beyond that is taken back at each start.
 */
@Component
@Order(EngineStaffAccounts.ORDER + 1)
class AdministratorRights implements ApplicationRunner {

	private static final Set<Integer> KEPT = Stream.<Resource>of(Resources.APPLICATION, Resources.USER, Resources.GROUP,
			Resources.GROUP_MEMBERSHIP, Resources.AUTHORIZATION, Resources.FILTER, Resources.TENANT, Resources.TENANT_MEMBERSHIP)
			.map(Resource::resourceType).collect(Collectors.toUnmodifiableSet());

	private final AuthorizationService authorizations;

	AdministratorRights(AuthorizationService authorizations) {
		this.authorizations = authorizations;
	}

	@Override
	public void run(ApplicationArguments args) {
		authorizations.createAuthorizationQuery().groupIdIn(StaffRole.ADMINISTRATOR.group()).list().stream()
				.filter(right -> !KEPT.contains(right.getResourceType()))
				.forEach(right -> authorizations.deleteAuthorization(right.getId()));
	}
}
