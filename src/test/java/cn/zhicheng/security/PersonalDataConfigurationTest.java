package cn.zhicheng.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

@ExtendWith(OutputCaptureExtension.class)
class PersonalDataConfigurationTest {

	private static final String KEY = "zhicheng.security.personal-data.key=";
	private static final String KEY_FILE = "zhicheng.security.personal-data.key-file=";
	private static final String CREATE = "zhicheng.security.personal-data.create-key-file=true";

	private final ApplicationContextRunner application =
			new ApplicationContextRunner().withUserConfiguration(PersonalDataConfiguration.class);

	@TempDir
	private Path directory;

	@Test
	void a_key_from_the_environment_is_taken(CapturedOutput output) {
		application
				.withInitializer(context -> context.getEnvironment().getPropertySources().addFirst(
						new SystemEnvironmentPropertySource("test-systemEnvironment",
								Map.of("ZHICHENG_SECURITY_PERSONALDATA_KEY", TestKeys.FIRST))))
				.run(context -> {
					assertThat(context.getBean(PersonalDataKeys.class).ids()).containsExactly("k1fc30444");
					assertThat(context).hasSingleBean(PersonalDataCipher.class).hasSingleBean(PersonalDataHash.class)
							.hasSingleBean(EncryptedText.class);
				});
		assertThat(output).contains("k1fc30444").doesNotContain(TestKeys.FIRST);
	}

	@Test
	void a_key_file_is_taken() throws IOException {
		Path file = directory.resolve("keys");
		Files.write(file, List.of("k2022 " + TestKeys.base64(2), "k2021 " + TestKeys.base64(1)));

		application.withPropertyValues(KEY, KEY_FILE + file).run(context ->
				assertThat(context.getBean(PersonalDataKeys.class).ids()).containsExactly("k2022", "k2021"));
	}

	@Test
	void an_empty_setting_counts_as_not_set() {
		application.withPropertyValues(KEY + TestKeys.FIRST, KEY_FILE).run(context ->
				assertThat(context.getBean(PersonalDataKeys.class).ids()).containsExactly("k1fc30444"));
	}

	@Test
	void a_missing_key_file_is_created_once_for_a_demonstration_and_kept() throws IOException {
		Path file = directory.resolve("data/personal-data.keys");
		String[] stored = new String[1];
		application.withPropertyValues(KEY_FILE + file, CREATE).run(context ->
				stored[0] = context.getBean(PersonalDataCipher.class).encrypt("personal-data", "演示甲"));
		List<String> created = Files.readAllLines(file);

		application.withPropertyValues(KEY_FILE + file, CREATE).run(context ->
				assertThat(context.getBean(PersonalDataCipher.class).decrypt("personal-data", stored[0]))
						.isEqualTo("演示甲"));

		assertThat(created).hasSize(2);
		assertThat(created.get(1)).as("the root of the hashes stands apart, so that the key can be renewed").startsWith("hash-root ");
		assertThat(Files.readAllLines(file)).isEqualTo(created);
	}

	@Test
	void two_demonstrations_have_different_keys() throws IOException {
		application.withPropertyValues(KEY_FILE + directory.resolve("a"), CREATE).run(context -> { });
		application.withPropertyValues(KEY_FILE + directory.resolve("b"), CREATE).run(context -> { });

		assertThat(Files.readString(directory.resolve("a"))).isNotEqualTo(Files.readString(directory.resolve("b")));
	}

	@Test
	void a_created_key_file_is_for_its_owner_only() throws IOException {
		assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
		Path file = directory.resolve("keys");

		application.withPropertyValues(KEY_FILE + file, CREATE).run(context -> { });

		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void without_a_key_the_start_ends_with_a_remedy() {
		assertStartFails("Neither zhicheng.security.personal-data.key nor", "ZHICHENG_PERSONAL_DATA_KEY");
		assertStartFails("Neither zhicheng.security.personal-data.key nor", "openssl rand -base64 32", KEY + " ");
	}

	@Test
	void with_a_malformed_key_the_start_ends_with_a_remedy_that_does_not_repeat_it(CapturedOutput output) {
		assertStartFails("The setting zhicheng.security.personal-data.key holds a key of 12 bytes instead of 32.",
				"openssl rand -base64 32", KEY + "c2VjcmV0c2VjcmV0");
		assertThat(output).doesNotContain("c2VjcmV0c2VjcmV0");
	}

	@Test
	void the_operator_reads_problem_and_remedy_and_no_stack_trace(CapturedOutput output) {
		SpringApplication start = new SpringApplication(PersonalDataConfiguration.class);
		start.setWebApplicationType(WebApplicationType.NONE);

		assertThatThrownBy(() -> start.run("--" + KEY + "c2VjcmV0c2VjcmV0", "--" + KEY_FILE))
				.hasRootCauseInstanceOf(InvalidPersonalDataKeyException.class);

		assertThat(output).contains("APPLICATION FAILED TO START",
						"The setting zhicheng.security.personal-data.key holds a key of 12 bytes instead of 32.",
						"openssl rand -base64 32")
				.doesNotContain("\tat cn.zhicheng", "c2VjcmV0c2VjcmV0");
	}

	@Test
	void with_key_and_key_file_the_start_ends_with_a_remedy() {
		assertStartFails("Both zhicheng.security.personal-data.key and", "Set only one of them", KEY + TestKeys.FIRST,
				KEY_FILE + directory.resolve("keys"));
	}

	@Test
	void a_lost_key_file_is_not_replaced_by_itself() {
		Path file = directory.resolve("lost");

		assertStartFails("The key file " + file + " for personal data does not exist.", "Put the file back",
				KEY_FILE + file);
		assertThat(file).doesNotExist();
	}

	@Test
	void an_unreadable_key_file_or_an_unwritable_place_is_named() throws IOException {
		Files.createFile(directory.resolve("file"));
		Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

		assertStartFails("The key file " + directory + " for personal data cannot be read.", "may read",
				KEY_FILE + directory);
		Path nowhere = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
		assertStartFails("cannot be created.", "may write", KEY_FILE + nowhere.resolve("keys"), CREATE);
		assertStartFails("is not a text file.", "keyId base64", KEY_FILE + directory.resolve("binary"));
		assertStartFails("There is no key in the key file", "openssl", KEY_FILE + directory.resolve("file"));
	}

	@Test
	void settings_do_not_show_the_key() {
		assertThat(new PersonalDataSettings(TestKeys.FIRST, null, false).toString()).doesNotContain(TestKeys.FIRST)
				.contains("key=(set)");
	}

	/** Through the analyzers Spring Boot itself finds, so that the registration is tested too. */
	private void assertStartFails(String problem, String remedy, String... properties) {
		application.withPropertyValues(properties).run(context -> {
			assertThat(context).hasFailed();
			List<FailureAnalysis> analyses = SpringFactoriesLoader
					.forDefaultResourceLocation(getClass().getClassLoader())
					.load(FailureAnalyzer.class, (type, name, failure) -> { })
					.stream()
					.filter(InvalidPersonalDataKeyFailureAnalyzer.class::isInstance)
					.map(analyzer -> analyzer.analyze(context.getStartupFailure()))
					.toList();
			assertThat(analyses).singleElement().satisfies(analysis -> {
				assertThat(analysis.getDescription()).contains(problem);
				assertThat(analysis.getAction()).contains(remedy);
			});
		});
	}
}
