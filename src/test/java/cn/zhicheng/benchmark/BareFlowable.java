package cn.zhicheng.benchmark;

import java.io.ByteArrayInputStream;
import java.util.Date;
import java.util.Map;

import org.flowable.common.engine.impl.persistence.StrongUuidGenerator;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;

/** The engine that is nearest to Camunda's, without its engines for users and events. Its clock is that of the machine. */
final class BareFlowable extends BareEngine {

	private final ProcessEngine engine;

	BareFlowable() {
		super("Flowable, history ACTIVITY", "ACT_RU_TIMER_JOB");
		var configuration = new StandaloneProcessEngineConfiguration();
		configuration.setEngineName("bare-flowable");
		configuration.setDataSource(database());
		configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
		configuration.setHistory("activity");
		configuration.setIdGenerator(new StrongUuidGenerator());
		configuration.setAsyncExecutorActivate(false);
		configuration.setDisableIdmEngine(true);
		configuration.setDisableEventRegistry(true);
		engine = configuration.buildProcessEngine();
		engine.getRepositoryService().createDeployment().addInputStream("four-reviews.bpmn", new ByteArrayInputStream(FourReviews.bpmn())).deploy();
	}

	@Override
	Date now() {
		return engine.getProcessEngineConfiguration().getClock().getCurrentTime();
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
