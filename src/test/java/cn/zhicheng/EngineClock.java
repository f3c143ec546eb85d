package cn.zhicheng;

import org.joda.time.DateTimeUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * The engine has one clock in a JVM, and the test framework keeps several applications in it: before each test the engine
 * follows the clock of the test's own application, put back to where it stands at first, and afterwards none.
 */
class EngineClock implements TestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext context) {
		var clock = context.getApplicationContext().getBean(MutableClock.class);
		clock.set(ApplicationTest.START);
		DateTimeUtils.setCurrentMillisProvider(clock::millis);
	}

	@Override
	public void afterTestMethod(TestContext context) {
		context.getApplicationContext().getBean(MutableClock.class).set(ApplicationTest.START);
		DateTimeUtils.setCurrentMillisSystem();
	}
}
