package cn.zhicheng.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CommandApplication;
import cn.zhicheng.TestRecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Encrypting anew while the application runs, which still writes with the old key. */
@ApplicationTest
@ExtendWith(OutputCaptureExtension.class)
abstract class ReencryptionContract {

	private static final int MANY = 1200;
	private static final String OLD = "old-key " + TestKeys.base64(1);
	private static final String NEW = "new_key " + TestKeys.base64(2);

	@TempDir
	Path folder;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	PlatformTransactionManager transactions;
	@Autowired
	EncryptedColumns columns;
	@Autowired
	PersonalDataCipher oldCipher;
	@Autowired
	TestRecords filed;
	@Autowired
	Environment environment;

	private final PersonalDataKeys both = PersonalDataKeys.ofLines(List.of(NEW, OLD), "the test");
	private PersonalDataCipher newCipher;

	static Path keyFile(String name) {
		try {
			return Files.writeString(Files.createTempFile(name, ".key"), OLD + "\n");
		} catch (IOException e) {
			throw new IllegalStateException(e);
		}
	}

	@BeforeEach
	void manyPeople() {
		newCipher = new PersonalDataCipher(both);
		var rows = new ArrayList<Object[]>();
		for (int i = 0; i < MANY; i++) {
			rows.add(new Object[] { 1_000_000 + i, oldCipher.encrypt(EncryptedText.PURPOSE, "person " + i), "hash" + i });
		}
		jdbc.batchUpdate("insert into applicant (id, document_type, document_number, document_number_hash, name, created_at) "
				+ "values (?, 'RESIDENT_ID_CARD', ?, ?, '演示', timestamp '2021-04-01 00:00:00')", rows);
	}

	@AfterEach
	void gone() {
		jdbc.update("delete from applicant where id >= 1000000");
	}

	private ColumnReencryption reencryption(PersonalDataCipher cipher) {
		return new ColumnReencryption(columns, both, cipher, jdbc, transactions);
	}

	private int under(String keyId) {
		return jdbc.queryForObject("select count(*) from applicant where document_number like 'v1:" + keyId + ":%'", Integer.class);
	}

	@Test
	void every_encrypted_attribute_of_every_entity_is_found() {
		assertThat(columns.all()).extracting(column -> column.table() + "." + column.column()).contains("applicant.document_number",
				"title_record.social_security_number", "title_record.mobile", "title_record.email", "title_record.submitted_content",
				"history_entry.changes", "staff_credentials.second_factor_secret").doesNotContain("applicant.name", "history_entry.remarks");
		assertThat(columns.all()).allSatisfy(column -> assertThat(column.purpose()).isNotBlank());
	}

	@Test
	void interrupted_in_the_middle_it_goes_on_where_it_was() {
		var interrupted = new IllegalStateException("the machine is switched off");
		assertThatThrownBy(() -> reencryption(newCipher).reencrypt(soFar -> {
			if (soFar >= 1000) {
				throw interrupted;
			}
		})).isSameAs(interrupted);
		int done = under("new\\_key");
		assertThat(done).isBetween(1000, MANY - 1);
		for (int i = 0; i < MANY; i += 100) {
			var stored = jdbc.queryForObject("select document_number from applicant where id = " + (1_000_000 + i), String.class);
			assertThat(newCipher.decrypt(EncryptedText.PURPOSE, stored)).isEqualTo("person " + i);
		}

		long rest = reencryption(newCipher).reencrypt(soFar -> {
		});
		assertThat(rest).isGreaterThanOrEqualTo(MANY - done);
		assertThat(under("old-key")).isZero();
		for (int i = 0; i < MANY; i += 7) {
			var stored = jdbc.queryForObject("select document_number from applicant where id = " + (1_000_000 + i), String.class);
			assertThat(newCipher.decrypt(EncryptedText.PURPOSE, stored)).isEqualTo("person " + i);
		}
	}

	@Test
	void rows_known_by_a_name_are_taken_in_chunks_as_well() {
		var rows = new ArrayList<Object[]>();
		for (int i = 0; i < MANY; i++) {
			rows.add(new Object[] { "account-" + i, oldCipher.encrypt(EncryptedText.PURPOSE, "secret " + i) });
		}
		jdbc.batchUpdate("insert into staff_credentials (user_id, second_factor_secret, version) values (?, ?, 0)", rows);
		reencryption(newCipher).reencrypt(soFar -> {
		});
		assertThat(jdbc.queryForObject("select count(*) from staff_credentials where second_factor_secret like 'v1:new\\_key:%'", Integer.class))
				.isGreaterThanOrEqualTo(MANY);
		jdbc.update("delete from staff_credentials where user_id like 'account-%'");
	}

	@Test
	void what_others_write_between_reading_and_writing_stays() {
		var edited = new PersonalDataCipher(both) {

			@Override
			public String decrypt(String purpose, String stored) {
				var value = super.decrypt(purpose, stored);
				if (value.equals("person 700")) {
					jdbc.update("update applicant set document_number = ? where id = 1000700", oldCipher.encrypt(purpose, "edited meanwhile"));
				}
				if (value.equals("person 701")) {
					jdbc.update("delete from applicant where id = 1000701");
				}
				return value;
			}
		};
		reencryption(edited).reencrypt(soFar -> {
		});
		var stored = jdbc.queryForObject("select document_number from applicant where id = 1000700", String.class);
		assertThat(newCipher.decrypt(EncryptedText.PURPOSE, stored)).isEqualTo("edited meanwhile");
		assertThat(jdbc.queryForObject("select count(*) from applicant where id = 1000701", Integer.class)).isZero();
		assertThat(under("old-key")).as("the edited one waits for the next turn").isEqualTo(1);
		assertThat(reencryption(newCipher).countByKey()).containsEntry("old-key", 1L);
	}

	@Test
	void the_command_says_which_keys_can_be_removed(CapturedOutput output) throws IOException {
		var number = filed.submitted("gz-school");
		var keyFile = Files.writeString(folder.resolve("both.key"), NEW + "\n" + OLD + "\n");
		assertThat(command("reencrypt", keyFile)).isZero();
		assertThat(output).contains("No value is left under key old-key, but the hashes come from it");

		var separated = folder.resolve("separated.key");
		assertThat(command("separate-hash-keys", keyFile, "--zhicheng.command-output=" + separated)).isZero();
		assertThat(command("reencrypt", separated)).isZero();
		assertThat(output).contains("No value is left under key old-key: it can be removed from the key file.");

		var without = folder.resolve("without.key");
		Files.write(without, Files.readAllLines(separated).stream().filter(line -> !line.startsWith("old-key ")).toList());
		var keys = PersonalDataKeys.ofLines(Files.readAllLines(without), "the test");
		assertThat(keys.ids()).containsExactly("new_key");
		var submitted = jdbc.queryForMap("select a.document_number, a.document_number_hash, r.submitted_content from title_record r "
				+ "join applicant a on a.id = r.applicant_id where r.number = ?", number);
		var documentNumber = new PersonalDataCipher(keys).decrypt(EncryptedText.PURPOSE, (String) submitted.get("document_number"));
		assertThat(documentNumber).isEqualTo(TestRecords.FIRST_PERSON.documentNumber());
		assertThat(new PersonalDataHash(keys).of("document-number", documentNumber)).isEqualTo(submitted.get("document_number_hash"));
		assertThat(new PersonalDataCipher(keys).decrypt(EncryptedText.PURPOSE, (String) submitted.get("submitted_content")))
				.contains("13893612345");
		assertThat(command("verify-audit", without)).isZero();
		assertThat(output).doesNotContain(TestKeys.base64(1), TestKeys.base64(2));
	}

	@Test
	void the_command_says_when_values_are_left_that_nobody_encrypts_anew(CapturedOutput output) throws IOException {
		jdbc.update("insert into applicant (id, document_type, document_number, document_number_hash, name, created_at) values "
				+ "(1999999, 'RESIDENT_ID_CARD', ?, 'v1:old-key:stray', '演示', timestamp '2021-04-01 00:00:00')",
				oldCipher.encrypt(EncryptedText.PURPOSE, "x"));
		var keyFile = Files.writeString(folder.resolve("both.key"), NEW + "\n" + OLD + "\n");
		assertThat(command("reencrypt", keyFile)).isEqualTo(1);
		assertThat(output).contains("1 values are still under key old-key: it must not be removed");
	}

	@Test
	void a_command_that_does_not_exist_is_answered_with_those_that_do(CapturedOutput output) {
		assertThat(command("tidy-up", Path.of(environment.getProperty("zhicheng.security.personal-data.key-file")))).isEqualTo(2);
		assertThat(output).contains("reencrypt", "separate-hash-keys", "verify-audit");
	}

	private int command(String name, Path keyFile, String... more) {
		var arguments = new ArrayList<>(List.of("--zhicheng.command=" + name, "--zhicheng.security.personal-data.key-file=" + keyFile,
				"--zhicheng.security.personal-data.create-key-file=false", "--zhicheng.security.audit.anchor-file=" + folder.resolve("anchors")));
		List.of("url", "username", "password").forEach(
				key -> arguments.add("--spring.datasource." + key + "=" + environment.getProperty("spring.datasource." + key)));
		arguments.addAll(List.of(more));
		return CommandApplication.run(arguments.toArray(String[]::new));
	}
}
