package cn.zhicheng.security;

import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import sample.Person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@DataJpaTest(properties = {
		"spring.test.database.replace=none",
		"spring.datasource.url=jdbc:h2:mem:encrypted-text",
		"spring.flyway.enabled=false",
		"spring.jpa.hibernate.ddl-auto=create-drop",
		"zhicheng.security.personal-data.key-file=",
		"zhicheng.security.personal-data.key=" + TestKeys.FIRST})
@Tag("application")
class EncryptedTextTest {

	private static final String NUMBER = "62070219800101001X";
	private static final String MOBILE = "13812345678";

	@Autowired
	private EntityManager entities;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private PersonalDataCipher cipher;

	@Test
	void the_column_holds_the_value_encrypted_and_the_entity_in_clear() {
		store(new Person(1, NUMBER, MOBILE));

		assertThat(column("document_number")).startsWith("v1:k1fc30444:").doesNotContain(NUMBER);
		assertThat(cipher.decrypt(EncryptedText.PURPOSE, column("document_number"))).isEqualTo(NUMBER);
		assertThat(person().documentNumber()).isEqualTo(NUMBER);
		assertThat(person().mobile()).isEqualTo(MOBILE);
	}

	@Test
	void null_stays_null_and_an_empty_text_empty() {
		store(new Person(1, null, ""));

		assertThat(column("document_number")).isNull();
		assertThat(person().documentNumber()).isNull();
		assertThat(column("mobile")).startsWith("v1:");
		assertThat(person().mobile()).isEmpty();
	}

	@Test
	void a_value_only_read_is_not_written_again() {
		store(new Person(1, NUMBER, MOBILE));
		String before = column("document_number");

		assertThat(person().documentNumber()).isEqualTo(NUMBER);
		entities.flush();

		assertThat(column("document_number")).isEqualTo(before);
	}

	@Test
	void a_tampered_column_is_noticed_and_not_repeated() {
		store(new Person(1, NUMBER, MOBILE));
		jdbc.update("update sample_person set document_number = ?", NUMBER);

		assertThatThrownBy(this::person)
				.hasStackTraceContaining(UnreadablePersonalDataException.class.getName())
				.satisfies(thrown -> {
					for (Throwable one = thrown; one != null; one = one.getCause()) {
						assertThat(String.valueOf(one.getMessage())).doesNotContain(NUMBER);
					}
				});
	}

	@Test
	void a_value_moved_to_a_column_of_another_purpose_is_noticed() {
		store(new Person(1, NUMBER, MOBILE));
		jdbc.update("update sample_person set document_number = mobile");

		assertThatThrownBy(this::person).hasStackTraceContaining(UnreadablePersonalDataException.class.getName());
	}

	private void store(Person person) {
		entities.persist(person);
		entities.flush();
		entities.clear();
	}

	private Person person() {
		return entities.find(Person.class, 1L);
	}

	private String column(String name) {
		return jdbc.queryForObject("select " + name + " from sample_person where id = 1", String.class);
	}

	@Configuration(proxyBeanMethods = false)
	@Import(PersonalDataConfiguration.class)
	@AutoConfigurationPackage(basePackageClasses = Person.class)
	static class Slice {
	}
}
