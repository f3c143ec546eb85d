package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.DeleteDeploymentCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.StaffRole;

/**
 * Who deploys, and what: process designers only, whatever else an account may do in the engine, and only what
 * {@link DeploymentCheck} has nothing against. What is refused rolls the whole deployment back; the version that is running
 * stays. The models in {@code processes/} come at the start, for nobody, and are checked as well.
 */
@Component
class DeploymentRules extends AbstractCamundaConfiguration {

	private final DeploymentCheck check;

	DeploymentRules(DeploymentCheck check) {
		this.check = check;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setCustomPreDeployers(with(configuration.getCustomPreDeployers(), new CheckedDeployer()));
		configuration.setCustomPostCommandInterceptorsTxRequired(
				with(configuration.getCustomPostCommandInterceptorsTxRequired(), new DesignersOnly()));
	}

	private static <T> List<T> with(List<T> present, T another) {
		var all = present == null ? new ArrayList<T>() : new ArrayList<>(present);
		all.add(another);
		return all;
	}

	/** Comes before those that read the models, within the transaction of the deployment. */
	private final class CheckedDeployer implements Deployer {

		@Override
		public void deploy(DeploymentEntity deployment) {
			// One that is not new was checked when it was, and is only read again from the database.
			if (!deployment.isNew()) {
				return;
			}
			Map<String, byte[]> files = deployment.getResources().values().stream()
					.collect(Collectors.toMap(ResourceEntity::getName, ResourceEntity::getBytes));
			var faults = check.faultsOf(files);
			if (!faults.isEmpty()) {
				throw new BadUserRequestException(check.text(faults));
			}
		}
	}

	private final class DesignersOnly extends CommandInterceptor {

		@Override
		public <T> T execute(Command<T> command) {
			var account = Context.getCommandContext().getAuthentication();
			if (account != null && account.getUserId() != null) {
				if (command instanceof DeployCmd && (account.getGroupIds() == null
						|| !account.getGroupIds().contains(StaffRole.DESIGNER.group()))) {
					throw new AuthorizationException(check.message("designersOnly"));
				}
				// With a deployment its processes would go, and the former ones come back, with nobody having looked at either.
				if (command instanceof DeleteDeploymentCmd) {
					throw new AuthorizationException(check.message("notDeleted"));
				}
			}
			try {
				return next.execute(command);
			} catch (ParseException e) {
				throw command instanceof DeployCmd ? new BadUserRequestException(text(e), e) : e;
			}
		}

		/** What the engine itself finds wrong with a model, which it says in English. */
		private String text(ParseException e) {
			var problems = e.getResorceReports().stream().flatMap(report -> report.getErrors().stream().map(problem -> check.message("fault",
					report.getResourceName(),
					problem.getMainElementId() == null ? "" : check.message("at.element", problem.getMainElementId()),
					check.message("fault.engine", problem.getMessage())))).toList();
			return check.message("refused", problems.size()) + "\n" + String.join("\n", problems);
		}
	}
}
