package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.function.Consumer;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;

import cn.zhicheng.designer.ProposedException;
import cn.zhicheng.designer.RefusedException;

/**
 * What a page deploys goes the way of Camunda Modeler: by the rights of the account, and with the same checks.
 */
final class PageDeployment {

	static final String SOURCE = "designer";

	private PageDeployment() {
	}

	/**
	 * @param reason name of the deployment
	 * @param files content by name
	 * @throws RefusedException with the sentences that Modeler would show
	 * @throws ProposedException if a second designer has to confirm it
	 */
	static void deploy(RepositoryService repository, String reason, Map<String, byte[]> files) {
		deploy(repository, reason, files, DeploymentBuilder::deploy);
	}

	/** @param deploying deploys it, with what the designer has confirmed beside */
	static void deploy(RepositoryService repository, String reason, Map<String, byte[]> files, Consumer<DeploymentBuilder> deploying) {
		var deployment = repository.createDeployment().name(reason).source(SOURCE);
		files.forEach((name, content) -> deployment.addInputStream(name, new ByteArrayInputStream(content)));
		try {
			deploying.accept(deployment);
		} catch (ProposedInsteadException proposed) {
			throw new ProposedException(proposed.getMessage(), proposed.proposal());
		} catch (BadUserRequestException refused) {
			throw new RefusedException(refused.getMessage());
		}
	}
}
