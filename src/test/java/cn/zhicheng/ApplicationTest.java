package cn.zhicheng;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import org.springframework.test.context.TestPropertySource;

/**
 * The whole application with its demonstration data on H2 in memory, in the campaign of 2021, its clock standing at
 * 2021-04-01 09:00 in China. Timers fire and the audit trail is linked only when a
 * test says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest
@AutoConfigureMockMvc
@TestExecutionListeners(listeners = EngineClock.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
@Import({ ApplicationTest.StandingClock.class, TestRecords.class, TestReviews.class })
@TestPropertySource(properties = {
		"spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1",
		"camunda.bpm.job-execution.enabled=false",
		"zhicheng.campaign.year=2021",
		"zhicheng.evidence.directory=target/test-evidence",
		"zhicheng.security.audit.link-every=30d",
		"zhicheng.review.hand-over-every=30d",
		"zhicheng.supervision.look-every=30d",
		"zhicheng.notification.send-every=30d",
		"zhicheng.security.audit.anchor-file=target/test-audit/${random.uuid}.txt",
		"zhicheng.security.personal-data.key-file=target/test-personal-data.key" })
public @interface ApplicationTest {

	/** Where the clock of every such test stands at first. */
	String START = "2021-04-01T09:00";

	@TestConfiguration(proxyBeanMethods = false)
	class StandingClock {

		@Bean
		@Primary
		MutableClock testClock() {
			return MutableClock.at(START);
		}
	}
}
