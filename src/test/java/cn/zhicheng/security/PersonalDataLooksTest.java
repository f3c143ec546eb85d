package cn.zhicheng.security;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.domain.EntityScan;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** With the application's own migrations; the mapping is validated against them. */
@DataJpaTest(properties = {
		"spring.test.database.replace=none",
		"spring.datasource.url=jdbc:h2:mem:personal-data-looks",
		"spring.jpa.hibernate.ddl-auto=validate",
		"zhicheng.security.personal-data.key-file=${test.folder:target/test-1}/personal-data.key",
		"zhicheng.security.personal-data.create-key-file=true"})
@Tag("application")
class PersonalDataLooksTest {

	private static final Instant START = Instant.parse("2021-05-31T15:59:59.999999Z");

	@Autowired
	private PersonalDataLooks looks;

	@Autowired
	private WalkingClock clock;

	@Autowired
	private EntityManager entities;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private PlatformTransactionManager transactions;

	@Test
	void a_look_tells_who_saw_what_when_and_from_where() {
		clock.walkTo(START.plusNanos(999));
		looks.record("zy-school", "zy-school", "ZC2021-000001", PersonalDataField.DOCUMENT_NUMBER, "198.51.100.7");
		entities.flush();
		entities.clear();

		assertThat(looks.of("ZC2021-000001")).singleElement().satisfies(look -> {
			assertThat(look.userId()).isEqualTo("zy-school");
			assertThat(look.organisationCode()).isEqualTo("zy-school");
			assertThat(look.recordNumber()).isEqualTo("ZC2021-000001");
			assertThat(look.field()).isEqualTo(PersonalDataField.DOCUMENT_NUMBER);
			assertThat(look.at()).isEqualTo(START);
			assertThat(look.remoteAddress()).isEqualTo("198.51.100.7");
		});
	}

	@Test
	void looks_at_a_record_are_listed_in_their_order_and_without_those_at_others() {
		clock.walkTo(START);
		looks.record("b", null, "ZC2021-000002", PersonalDataField.MOBILE, "2001:db8::1");
		looks.record("x", null, "ZC2021-000003", PersonalDataField.MOBILE, "2001:db8::1");
		clock.walk(Duration.ofSeconds(-1));
		looks.record("a", null, "ZC2021-000002", PersonalDataField.EMAIL, "2001:db8::1");

		assertThat(looks.of("ZC2021-000002")).extracting(PersonalDataLook::userId).containsExactly("a", "b");
		assertThat(looks.of("ZC2021-000002")).extracting(PersonalDataLook::organisationCode).containsOnlyNulls();
		assertThat(looks.of("ZC2021-000004")).isEmpty();
	}

	@Test
	void a_stored_look_is_never_changed() {
		clock.walkTo(START);
		looks.record("a", null, "ZC2021-000005", PersonalDataField.SOCIAL_SECURITY_NUMBER, "198.51.100.7");
		entities.flush();
		PersonalDataLook look = looks.of("ZC2021-000005").get(0);
		ReflectionTestUtils.setField(look, "userId", "someone else");
		entities.flush();

		assertThat(jdbc.queryForObject("select user_id from personal_data_look where record_number = 'ZC2021-000005'",
				String.class)).isEqualTo("a");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void a_look_shares_the_fate_of_the_transaction_that_shows_the_number() {
		clock.walkTo(START);
		TransactionTemplate transaction = new TransactionTemplate(transactions);
		transaction.executeWithoutResult(status -> {
			looks.record("a", null, "ZC2021-000006", PersonalDataField.MOBILE, "198.51.100.7");
			status.setRollbackOnly();
		});
		assertThat(looks.of("ZC2021-000006")).isEmpty();
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void a_look_in_a_read_only_transaction_is_an_error_and_not_lost_silently() {
		TransactionTemplate readOnly = new TransactionTemplate(transactions);
		readOnly.setReadOnly(true);

		assertThatIllegalStateException().isThrownBy(() -> readOnly.executeWithoutResult(status ->
				looks.record("a", null, "ZC2021-000007", PersonalDataField.MOBILE, "198.51.100.7")));
	}

	@Test
	void a_look_without_who_what_or_where_is_a_mistake_of_the_caller() {
		assertThatIllegalArgumentException().isThrownBy(() ->
				looks.record(" ", null, "ZC2021-000008", PersonalDataField.MOBILE, "198.51.100.7"));
		assertThatIllegalArgumentException().isThrownBy(() ->
				looks.record("a", null, null, PersonalDataField.MOBILE, "198.51.100.7"));
		assertThatIllegalArgumentException().isThrownBy(() ->
				looks.record("a", null, "ZC2021-000008", null, "198.51.100.7"));
		assertThatIllegalArgumentException().isThrownBy(() ->
				looks.record("a", null, "ZC2021-000008", PersonalDataField.MOBILE, ""));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({PersonalDataLooks.class, StoredAuditTrail.class, AuditStore.class, AuditSeals.class, PersonalDataConfiguration.class})
	@EntityScan(basePackageClasses = PersonalDataLook.class)
	@EnableJpaRepositories(basePackageClasses = PersonalDataLook.class)
	static class Slice {

		@Bean
		WalkingClock clock() {
			return new WalkingClock(START);
		}
	}
}
