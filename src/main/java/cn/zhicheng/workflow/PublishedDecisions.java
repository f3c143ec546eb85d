package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;

import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DeadlinePublication;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.security.AuditTrail;

/**
 * A new version of the decision {@code deadlines} or {@code reminders} is in force with its deployment, in one transaction,
 * wherever it comes from: Camunda Modeler, the page of process designers, or {@code processes/} at a start. The name of the
 * deployment is the reason that is kept for dates.
 */
@Component
@Order(0)
class PublishedDecisions extends AbstractCamundaConfiguration implements ApplicationRunner {

	private final ObjectProvider<DeadlinePublications> publications;
	private final ObjectProvider<RunningSupervisions> supervisions;
	private final RepositoryService repository;
	/** At the start the engine deploys before anything else is there; what came then is published when all is. */
	private volatile boolean started;

	PublishedDecisions(ObjectProvider<DeadlinePublications> publications, ObjectProvider<RunningSupervisions> supervisions,
			@Lazy RepositoryService repository) {
		this.publications = publications;
		this.supervisions = supervisions;
		this.repository = repository;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var interceptors = new ArrayList<CommandInterceptor>(configuration.getCustomPostCommandInterceptorsTxRequired() == null ? List.of()
				: configuration.getCustomPostCommandInterceptorsTxRequired());
		interceptors.add(new Publishing());
		configuration.setCustomPostCommandInterceptorsTxRequired(interceptors);
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) {
		started = true;
		publications.getObject().awaitTurn();
		List.of(DecisionTables.DEADLINES, DecisionTables.REMINDERS)
				.forEach(key -> publish(repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).latestVersion().singleResult(),
						AuditTrail.SYSTEM, null));
	}

	private void publish(DecisionDefinition decision, String account, String reason) {
		switch (decision.getKey()) {
			case DecisionTables.DEADLINES -> publishDates(decision, account, reason);
			case DecisionTables.REMINDERS -> supervisions.getObject().followReminders(decision.getId());
			default -> {
				// Counts from the next question on; nothing that runs depends on it.
			}
		}
	}

	private void publishDates(DecisionDefinition decision, String account, String reason) {
		var inForce = publications.getObject().inForce().map(DeadlinePublication::decision);
		if (inForce.filter(decision.getId()::equals).isEmpty()) {
			publications.getObject().publish(decision.getId(), decision.getVersion(), account, reason);
		}
	}

	private final class Publishing extends CommandInterceptor {

		@Override
		public <T> T execute(Command<T> command) {
			if (!(command instanceof DeployCmd) || !started) {
				return next.execute(command);
			}
			// What is deployed is checked against what is in force: nobody may change that in between.
			publications.getObject().awaitTurn();
			var result = next.execute(command);
			var deployment = (DeploymentWithDefinitions) result;
			var decisions = deployment.getDeployedDecisionDefinitions();
			if (decisions != null) {
				decisions.forEach(decision -> publish(decision, account(), deployment.getName()));
			}
			return result;
		}
	}

	private static String account() {
		var authentication = Context.getCommandContext().getAuthentication();
		return authentication == null || authentication.getUserId() == null ? AuditTrail.SYSTEM : authentication.getUserId();
	}
}
