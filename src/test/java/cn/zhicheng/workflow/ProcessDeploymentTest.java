package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A bare engine takes the models as they lie in {@code processes/}, without an error and without a warning. */
class ProcessDeploymentTest {

	private final Logger engineLog = (Logger) LoggerFactory.getLogger("org.camunda.bpm");
	private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
	private ProcessEngine engine;

	@BeforeEach
	void start_an_engine_in_memory() {
		engine = ProcessEngineConfiguration.createStandaloneInMemProcessEngineConfiguration()
				.setProcessEngineName("process-deployment-test")
				.setJdbcUrl("jdbc:h2:mem:process-deployment-test")
				.buildProcessEngine();
		logged.start();
		engineLog.addAppender(logged);
	}

	@AfterEach
	void stop_it() {
		engineLog.detachAppender(logged);
		engine.close();
	}

	@Test
	void all_models_are_deployed_without_a_warning() throws Exception {
		deployAll();

		assertThat(engine.getRepositoryService().createProcessDefinitionQuery().list())
				.extracting(ProcessDefinition::getKey)
				.containsExactlyInAnyOrderElementsOf(ProcessFolder.processes().stream().map(ProcessFolder::baseName).toList());
		assertThat(engine.getRepositoryService().createDecisionDefinitionQuery().list())
				.extracting(DecisionDefinition::getKey)
				.containsExactlyInAnyOrderElementsOf(ProcessFolder.decisions().stream().map(ProcessFolder::baseName).toList());
		assertThat(logged.list).filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
				.extracting(ILoggingEvent::getFormattedMessage).isEmpty();
	}

	@Test
	void the_process_engine_reads_the_tables_as_the_decision_engine_does() throws Exception {
		deployAll();

		assertThat(engine.getDecisionService().evaluateDecisionByKey("deadlines")
				.variables(Variables.putValue("region", "620702").putValue("stage", "department")
						.putValue("organisationLevel", "county"))
				.evaluate().<String>getSingleEntry()).isEqualTo("05-20");
		assertThat(engine.getDecisionService().evaluateDecisionByKey("eligibility")
				.variables(Variables.putValue("reviewYear", 2018).putValue("acquisition", "review")
						.putValue("jurisdiction", "province").putValue("classified", false).putValue("level", null))
				.evaluate()).isEmpty();
	}

	private void deployAll() throws Exception {
		DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
		for (Path model : ProcessFolder.models()) {
			try (var content = Files.newInputStream(model)) {
				deployment.addInputStream(model.getFileName().toString(), content);
			}
		}
		deployment.deploy();
	}
}
