package cn.zhicheng.benchmark;

import java.io.ByteArrayInputStream;
import java.util.Date;
import java.util.Map;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.impl.util.ClockUtil;

/** The engine of the application, without the application. Its clock is the same: there is one in a JVM. */
final class BareCamunda extends BareEngine {

	private final ProcessEngine engine;

	/** @param history level of the engine's history, e.g. {@code activity} */
	BareCamunda(String history) {
		super("Camunda, history " + history.toUpperCase(), "ACT_RU_JOB");
		var configuration = new StandaloneProcessEngineConfiguration();
		configuration.setProcessEngineName("bare-" + history);
		configuration.setDataSource(database());
		configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
		configuration.setHistory(history);
		// As the application's: otherwise each end writes to all tables of the history.
		configuration.setHistoryRemovalTimeStrategy(ProcessEngineConfiguration.HISTORY_REMOVAL_TIME_STRATEGY_NONE);
		configuration.setHistoryCleanupStrategy(ProcessEngineConfiguration.HISTORY_CLEANUP_STRATEGY_END_TIME_BASED);
		configuration.setIdGenerator(new StrongUuidGenerator());
		configuration.setJobExecutorActivate(false);
		engine = configuration.buildProcessEngine();
		engine.getRepositoryService().createDeployment().addInputStream("four-reviews.bpmn", new ByteArrayInputStream(FourReviews.bpmn())).deploy();
	}

	@Override
	Date now() {
		return ClockUtil.getCurrentTime();
	}

	@Override
	void start(String businessKey, Map<String, Object> variables) {
		engine.getRuntimeService().startProcessInstanceByKey(FourReviews.KEY, businessKey, variables);
	}

	@Override
	String task(String businessKey) {
		return engine.getTaskService().createTaskQuery().processInstanceBusinessKey(businessKey).singleResult().getId();
	}

	@Override
	void complete(String task, Map<String, Object> variables) {
		engine.getTaskService().complete(task, variables);
	}

	@Override
	public void close() {
		engine.close();
		super.close();
	}
}
