package cn.zhicheng;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import org.springframework.test.context.TestPropertySource;

import cn.zhicheng.security.AuditInChinese;
import cn.zhicheng.workflow.FailingStep;
import cn.zhicheng.workflow.OtherOpenRecords;

/**
 * The whole application with its demonstration data, in the campaign of 2021, its clock standing at 2021-04-01 09:00 in China;
 * on H2 in memory, with {@link OnPostgresql} on PostgreSQL. It is reachable over HTTP at a free port, and by
 * {@code MockMvc} without. Timers fire and the audit trail is linked only when a test says so, and
 * no session is over because the clock went on.
 *
 * <p>All such tests share one application for each database, and each class begins with the data that were there when it
 * had started ({@link DataAtStart}). What counts or fails in it ({@link CountedRoundTrips}, {@link FailingCode}) does nothing
 * until a test arms it. A class has an application of its own only for settings that its subject needs.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("application")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@TestExecutionListeners(listeners = { DataAtStart.ForEachClass.class, OneOfSeveralApplications.class }, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
@Import({ ApplicationTest.QuickPasswords.class, ApplicationTest.StandingClock.class, TestRecords.class, TestReviews.class, DataAtStart.class,
		CookieJar.Kept.class, AuditInChinese.class, CountedRoundTrips.class, OtherOpenRecords.class, FailingCode.class, FailingStep.class })
@TestPropertySource(properties = {
		"spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1",
		"camunda.bpm.job-execution.enabled=false",
		"zhicheng.campaign.year=2021",
		"zhicheng.evidence.directory=${test.folder:target/test-1}/evidence",
		"zhicheng.security.audit.link-every=30d",
		"zhicheng.alert.every=30d",
		"zhicheng.review.hand-over-every=30d",
		"zhicheng.supervision.look-every=30d",
		"zhicheng.notification.send-every=30d",
		"zhicheng.rehearsal-run.records=20",
		"zhicheng.security.session.idle=3650d",
		"zhicheng.security.session.longest=3650d",
		"zhicheng.security.audit.anchor-file=${test.folder:target/test-1}/audit/${random.uuid}.txt",
		"zhicheng.security.personal-data.key-file=${test.folder:target/test-1}/personal-data.key" })
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

	@TestConfiguration(proxyBeanMethods = false)
	class QuickPasswords {

		/** Hundreds of accounts are opened by the tests: their passwords are kept as all are, at the least cost there is. */
		@Bean
		@Primary
		PasswordEncoder quickPasswordEncoder() {
			return new BCryptPasswordEncoder(4);
		}
	}
}
