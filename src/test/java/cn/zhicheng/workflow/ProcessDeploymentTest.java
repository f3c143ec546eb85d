package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A bare engine takes the models as they lie in {@code processes/}, without an error and without a warning. */
class ProcessDeploymentTest {

	private static final Logger ENGINE_LOG = (Logger) LoggerFactory.getLogger("org.camunda.bpm");
	private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
	private static ProcessEngine engine;

	@BeforeAll
	static void deploy_all_models_to_an_engine_in_memory() throws IOException {
		engine = ProcessEngineConfiguration.createStandaloneInMemProcessEngineConfiguration()
				.setProcessEngineName("process-deployment-test")
				.setJdbcUrl("jdbc:h2:mem:process-deployment-test")
				.buildProcessEngine();
		LOGGED.start();
		ENGINE_LOG.addAppender(LOGGED);
		DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
		for (Path model : ProcessFolder.models()) {
			try (var content = Files.newInputStream(model)) {
				deployment.addInputStream(model.getFileName().toString(), content);
			}
		}
		deployment.deploy();
	}

	@AfterAll
	static void stop_the_engine() {
		ENGINE_LOG.detachAppender(LOGGED);
		engine.close();
	}

	@Test
	void all_models_are_deployed() {
		assertThat(engine.getRepositoryService().createProcessDefinitionQuery().list())
				.extracting(ProcessDefinition::getKey)
				.containsExactlyInAnyOrderElementsOf(namesOf(ProcessFolder.processes()));
		assertThat(engine.getRepositoryService().createDecisionDefinitionQuery().list())
				.extracting(DecisionDefinition::getKey)
				.containsExactlyInAnyOrderElementsOf(namesOf(ProcessFolder.decisions()));
	}

	@Test
	void the_engine_has_nothing_to_warn_of() {
		assertThat(LOGGED.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
				.extracting(ILoggingEvent::getFormattedMessage).isEmpty();
	}

	@Test
	void the_process_engine_reads_the_tables_as_the_decision_engine_does() {
		assertThat(engine.getDecisionService().evaluateDecisionByKey("deadlines")
				.variables(Variables.putValue("region", "620702").putValue("stage", "department")
						.putValue("organisationLevel", "county"))
				.evaluate().<String>getSingleEntry()).isEqualTo("05-20");
		assertThat(engine.getDecisionService().evaluateDecisionByKey("eligibility")
				.variables(Variables.putValue("reviewYear", 2018).putValue("acquisition", "review")
						.putValue("jurisdiction", "province").putValue("classified", false).putValue("level", null))
				.evaluate()).isEmpty();
	}

	private static List<String> namesOf(List<Path> models) {
		return models.stream().map(ProcessFolder::baseName).toList();
	}
}
