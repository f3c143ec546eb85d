package cn.zhicheng.workflow;

import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.Organisations;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;
import cn.zhicheng.security.StaffSignOn;

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
	private final StaffSignOn signOn;
	private final String administrator;

	DemonstrationAccounts(EngineStaffAccounts accounts, Organisations organisations, StaffSignOn signOn,
			@Value("${camunda.bpm.admin-user.id}") String administrator) {
		this.accounts = accounts;
		this.organisations = organisations;
		this.signOn = signOn;
		this.administrator = administrator;
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
		accounts.create("security", "安全管理员", PASSWORD, StaffRole.SECURITY.group());
		accounts.create("auditor", "审计员", PASSWORD, StaffRole.AUDITOR.group());
		// They are printed in the README: nobody is asked to change them.
		organisations.findAll().forEach(o -> signOn.passwordIsKnown(o.code()));
		List.of("supervisor", "designer", "security", "auditor", administrator).forEach(signOn::passwordIsKnown);
	}
}
