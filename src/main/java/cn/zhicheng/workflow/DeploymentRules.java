package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.DeleteDeploymentCmd;
import org.camunda.bpm.engine.impl.cmd.DeployCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.repository.DefaultDeploymentHandler;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.Resource;
import org.camunda.bpm.engine.repository.ResourceTypes;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.camunda.bpm.engine.impl.repository.DeploymentBuilderImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import cn.zhicheng.designer.ModelProposals.Source;
import cn.zhicheng.security.StaffRole;

/**
 * Who deploys, and what: process designers only, whatever else an account may do in the engine, and only what
 * {@link DeploymentCheck} has nothing against. What is refused rolls the whole deployment back; the version that is running
 * stays. What takes steps away from the version in use, and with two persons everything, is looked at on a page first. The
 * models in {@code processes/} come at the start, for nobody, and are checked as well. What a file needs beside it to
 * be of use ({@link DeploymentCompanions}) is deployed with it.
 */
@Component
class DeploymentRules extends AbstractCamundaConfiguration {

	private static final Logger LOG = LoggerFactory.getLogger(DeploymentRules.class);

	private final DeploymentCheck check;
	private final DeploymentCompanions companions;
	private final RunningModels running;
	private final PastDates pastDates;
	private final ObjectProvider<WaitWarnings> warnings;
	private final ConfirmedDeployment confirmed;
	private final ObjectProvider<TwoPersons> twoPersons;
	private final ObjectProvider<ProposalStore> proposals;

	/** The dates are read by the engine that is made with this bean. */
	DeploymentRules(DeploymentCheck check, DeploymentCompanions companions, RunningModels running, PastDates pastDates,
			ObjectProvider<WaitWarnings> warnings, ConfirmedDeployment confirmed, ObjectProvider<TwoPersons> twoPersons,
			ObjectProvider<ProposalStore> proposals) {
		this.check = check;
		this.companions = companions;
		this.running = running;
		this.pastDates = pastDates;
		this.warnings = warnings;
		this.confirmed = confirmed;
		this.twoPersons = twoPersons;
		this.proposals = proposals;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setCustomPreDeployers(with(configuration.getCustomPreDeployers(), new CheckedDeployer()));
		configuration.setCustomPostCommandInterceptorsTxRequired(
				with(configuration.getCustomPostCommandInterceptorsTxRequired(), new DesignersOnly()));
		configuration.setDeploymentHandlerFactory(NotRunning::new);
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
			var given = Map.copyOf(files);
			companions.of(files).forEach((name, content) -> {
				files.put(name, content);
				add(deployment, name, content);
			});
			var faults = check.faultsOf(files, pastDates.areConfirmed());
			if (!faults.isEmpty()) {
				throw new BadUserRequestException(check.text(faults));
			}
			warn(files);
			askTheDesigner(deployment, given);
			// What is kept is what was looked at.
			deployment.getResources().values().stream().filter(resource -> ModelContents.isForm(resource.getName()))
					.forEach(form -> form.setBytes(FormRules.written(form.getBytes())));
		}

		/** What takes something away is looked at on a page, and where two persons are asked for, by another one. */
		private void askTheDesigner(DeploymentEntity deployment, Map<String, byte[]> files) {
			var account = Context.getCommandContext().getAuthenticatedUserId();
			if (account == null || confirmed.isGiven()) {
				return;
			}
			var lost = files.entrySet().stream().filter(file -> ModelContents.isProcess(file.getKey())).flatMap(file -> lost(file.getKey(), file.getValue())).toList();
			if (!lost.isEmpty()) {
				throw new BadUserRequestException(check.message("takesAway", lost.size()) + "\n" + String.join("\n", lost));
			}
			if (twoPersons.getObject().isAnotherAsked(account)) {
				var reason = deployment.getName() == null ? String.join("、", files.keySet().stream().sorted().toList()) : deployment.getName();
				var id = proposals.getObject().addApart(PageDeployment.SOURCE.equals(deployment.getSource()) ? Source.PAGE : Source.REST, account, reason, files,
						pastDates.areConfirmed());
				throw new ProposedInsteadException(check.message("proposed", id), id);
			}
			if (twoPersons.getObject().isOn()) {
				twoPersons.getObject().tellOfOneAlone(account, String.valueOf(deployment.getName()));
			}
		}

		private Stream<String> lost(String name, byte[] content) {
			return ModelContents.of(name, content).processes().stream().flatMap(id -> running.process(id).stream())
					.flatMap(before -> ModelDifference.between(before.content(), content).lost().stream())
					.map(one -> check.message("lost", one.getAttribute("name").isBlank() ? one.getAttribute("id") : one.getAttribute("name"), one.getAttribute("id")));
		}

		/** By the dates in force: before the first ones there is nothing to compare with. */
		private void warn(Map<String, byte[]> files) {
			if (running.hasDecision(DecisionTables.DEADLINES)) {
				files.entrySet().stream().filter(file -> ModelContents.of(file.getKey(), file.getValue()).processes().contains(TitleRecordReview.KEY))
						.flatMap(file -> warnings.getObject().of(file.getKey(), file.getValue()).stream()).forEach(warning -> LOG.warn("{}", warning));
			}
		}

		/** As the engine itself does with what is deployed. */
		private static void add(DeploymentEntity deployment, String name, byte[] content) {
			var resource = new ResourceEntity();
			resource.setName(name);
			resource.setBytes(content);
			resource.setDeploymentId(deployment.getId());
			resource.setTenantId(deployment.getTenantId());
			resource.setType(ResourceTypes.REPOSITORY.getValue());
			resource.setCreateTime(ClockUtil.getCurrentTime());
			Context.getCommandContext().getResourceManager().insertResource(resource);
			deployment.addResource(resource);
		}
	}

	/**
	 * The engine leaves out a file that was deployed under the same name before. What counts is whether it is in use: another
	 * version may have come since from the folder or from a page, and whoever deploys means this one.
	 */
	private final class NotRunning extends DefaultDeploymentHandler {

		private NotRunning(ProcessEngine engine) {
			super(engine);
		}

		@Override
		public boolean shouldDeployResource(Resource newResource, Resource existingResource) {
			// A form is not kept as it comes: only its meaning is compared.
			return !ModelContents.isForm(newResource.getName()) && super.shouldDeployResource(newResource, existingResource)
					|| !running.isRunning(newResource.getName(), newResource.getBytes());
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
				if (command instanceof DeployCmd) {
					requirePlain((DeploymentBuilderImpl) new DirectFieldAccessor(command).getPropertyValue("deploymentBuilder"));
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

		/** A tenant would have versions of its own, which nothing here asks for; one that is not active yet stops everybody; the folder is nobody's. */
		private void requirePlain(DeploymentBuilderImpl builder) {
			if (builder.getDeployment().getTenantId() != null || builder.getProcessDefinitionsActivationDate() != null
					|| ModelDeployment.SOURCE.equals(builder.getDeployment().getSource())) {
				throw new BadUserRequestException(check.message("notPlain"));
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
