package cn.zhicheng;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;

/**
 * As {@link ApplicationTest}, but reachable over HTTP at a free port: for Camunda's REST interface and its web apps, and for
 * tests with a browser.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ApplicationTest
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestExecutionListeners(listeners = { EngineClock.class, ServedApplicationTest.EngineOfThisApplication.class }, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface ServedApplicationTest {

	/**
	 * Camunda's web apps look the engine up by name in one place for the whole machine; with several applications in one
	 * test run it would be that of the one started last.
	 */
	class EngineOfThisApplication implements TestExecutionListener {

		@Override
		public void beforeTestMethod(TestContext context) {
			ProcessEngines.registerProcessEngine(context.getApplicationContext().getBean(ProcessEngine.class));
		}
	}
}
