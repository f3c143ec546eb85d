package cn.zhicheng.workflow;

import java.time.Clock;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.joda.time.DateTimeUtils;
import org.springframework.stereotype.Component;

/**
 * What has to be set on the engine beyond {@code application.yaml}: its clock follows the application's.
 */
@Component
class EngineSettings extends AbstractCamundaConfiguration {

	private final Clock clock;

	EngineSettings(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		// The engine asks Joda for the time; there is one clock for both, whatever it shows.
		DateTimeUtils.setCurrentMillisProvider(clock::millis);
	}
}
