package cn.zhicheng;

import org.camunda.bpm.cockpit.Cockpit;
import org.camunda.bpm.cockpit.impl.DefaultCockpitRuntimeDelegate;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.joda.time.DateTimeUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * The engine has one clock in a JVM, its web apps look the engine up by name in one place, and the test framework keeps several
 * applications in it. Before each test the engine follows the clock of the test's own application, put back to where it stands
 * at first, and is the one that web apps find; afterwards it follows none, and nothing is armed any more.
 */
class OneOfSeveralApplications implements TestExecutionListener {

	private static ApplicationContext current;

	@Override
	public void beforeTestMethod(TestContext context) {
		var application = context.getApplicationContext();
		var clock = application.getBean(MutableClock.class);
		clock.set(ApplicationTest.START);
		DateTimeUtils.setCurrentMillisProvider(clock::millis);
		ProcessEngines.registerProcessEngine(application.getBean(ProcessEngine.class));
		if (application != current) {
			// Cockpit keeps for good how it asks the engine of this name: that of the application it was asked in first.
			Cockpit.setCockpitRuntimeDelegate(new DefaultCockpitRuntimeDelegate());
			current = application;
		}
	}

	@Override
	public void afterTestMethod(TestContext context) {
		var application = context.getApplicationContext();
		application.getBean(MutableClock.class).set(ApplicationTest.START);
		application.getBeansOfType(Armed.class).values().forEach(Armed::disarm);
		DateTimeUtils.setCurrentMillisSystem();
	}
}
