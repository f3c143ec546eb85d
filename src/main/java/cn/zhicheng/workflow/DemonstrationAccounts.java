package cn.zhicheng.workflow;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.Organisations;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * The staff accounts of the demonstration: one for each organisation, named by its code, that
 * reviews and administers, and one for each role.
 */
@Component
@ConditionalOnProperty("zhicheng.demonstration")
@Order(200)
class DemonstrationAccounts implements ApplicationRunner {

	private static final String PASSWORD = "Zhicheng-2021";

	private final EngineStaffAccounts accounts;
	private final Organisations organisations;

	DemonstrationAccounts(EngineStaffAccounts accounts, Organisations organisations) {
		this.accounts = accounts;
		this.organisations = organisations;
	}

	@Override
	public void run(ApplicationArguments args) {
		organisations.findAll().forEach(o -> {
			if (accounts.create(o.code(), o.name(), PASSWORD, o.code())) {
				accounts.join(o.code(), StaffGroups.administratorsOf(o.code()));
			}
		});
		accounts.create("supervisor", "督办员", PASSWORD, StaffRole.SUPERVISOR.group());
		accounts.create("designer", "流程设计员", PASSWORD, StaffRole.DESIGNER.group());
	}
}
