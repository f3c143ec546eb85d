package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What docker-compose.yml and the Dockerfile promise, whatever else is changed in them. */
class ComposeFileTest {

	/** A version to the last number; a digest may stand behind it. */
	private static final String EXACT = "[a-z-]+:\\d+\\.\\d+[\\w.-]*(@sha256:[0-9a-f]{64})?";

	private static Map<String, Object> file;
	private static Map<String, Map<String, Object>> services;

	@BeforeAll
	static void read() throws IOException {
		file = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(Path.of("docker-compose.yml")));
		services = part(file, "services");
	}

	@Test
	void noServiceWritesOrMayMoreThanItMust() {
		assertThat(services).containsOnlyKeys("proxy", "application", "database");
		services.forEach((name, service) -> assertThat(service).as(name).containsEntry("read_only", true)
				.containsEntry("cap_drop", List.of("ALL")).containsEntry("security_opt", List.of("no-new-privileges:true"))
				.containsKeys("mem_limit", "pids_limit", "healthcheck").doesNotContainKeys("cap_add", "privileged"));
	}

	@Test
	void onlyTheProxyIsReachedFromOutside() {
		services.forEach((name, service) -> assertThat(service.containsKey("ports")).as(name).isEqualTo(name.equals("proxy")));
		assertThat(services.get("proxy").get("networks")).isEqualTo(List.of("outside", "inside"));
		assertThat(services.get("application").get("networks")).isEqualTo(List.of("inside", "storage"));
		assertThat(services.get("database").get("networks")).isEqualTo(List.of("storage"));
		Map<String, Map<String, Object>> networks = part(file, "networks");
		assertThat(networks.get("inside")).containsEntry("internal", true);
		assertThat(networks.get("storage")).containsEntry("internal", true);
	}

	@Test
	void theApplicationBelievesTheProxysNetworkAndNobodyElse() {
		Map<String, Object> environment = part(services.get("application"), "environment");
		var believed = (String) environment.get("SERVER_TOMCAT_REMOTEIP_INTERNALPROXIES");

		assertThat(environment).containsEntry("SERVER_FORWARDHEADERSSTRATEGY", "native");
		assertThat(file.toString()).contains("subnet=172.31.97.0/28");
		assertThat("172.31.97.2").matches(believed);
		assertThat("172.31.97.14").matches(believed);
		assertThat("172.31.98.2").doesNotMatch(believed);
		assertThat("10.0.0.1").doesNotMatch(believed);
	}

	@Test
	void noSecretStandsInTheEnvironment() {
		services.forEach((name, service) -> {
			Map<String, Object> environment = part(service, "environment");
			environment.forEach((variable, value) -> {
				if (variable.matches(".*(PASSWORD|SECRET|KEY|TOKEN).*")) {
					assertThat(variable).as(name).endsWith("_FILE");
					assertThat((String) value).as(variable).startsWith("/run/");
				}
			});
		});
	}

	@Test
	void everySecretIsAFileAndGivenToSomebody() {
		Map<String, Map<String, Object>> secrets = part(file, "secrets");
		secrets.forEach((name, secret) -> {
			assertThat(secret).as(name).containsOnlyKeys("file");
			assertThat(services.values().stream().map(service -> String.valueOf(service.get("secrets")))).as(name).anyMatch(given -> given.contains(name));
		});
	}

	@Test
	void withoutOrganisationsAndNameNothingStarts() {
		assertThat(services.get("application").get("volumes").toString()).contains("${ZHICHENG_ORGANISATIONS_FILE:?").doesNotContain("demonstration");
		assertThat(services.get("proxy").get("environment").toString()).contains("${ZHICHENG_HOST:?");
	}

	@Test
	void theAnchorsOfTheAuditHaveAVolumeOfTheirOwn() {
		assertThat(services.get("application").get("volumes").toString()).contains("anchors:/zhicheng/anchors");
		Map<String, Object> environment = part(services.get("application"), "environment");
		assertThat(environment).containsEntry("ZHICHENG_SECURITY_AUDIT_ANCHORFILE", "/zhicheng/anchors/audit-anchors.txt");
	}

	@Test
	void imagesAreExactVersions() throws IOException {
		assertThat(services.get("proxy").get("image").toString()).matches(EXACT);
		assertThat(services.get("database").get("image").toString()).matches(EXACT);
		var dockerfile = Files.readAllLines(Path.of("src/main/docker/Dockerfile"));
		assertThat(dockerfile.stream().filter(line -> line.startsWith("FROM ")).map(line -> line.split(" ")[1])).hasSize(2)
				.allSatisfy(image -> assertThat(image).matches(EXACT));
		assertThat(dockerfile).as("not root").contains("USER 10001");
	}

	@SuppressWarnings("unchecked")
	private static <T> Map<String, T> part(Map<String, Object> of, String name) {
		return (Map<String, T>) of.getOrDefault(name, Map.of());
	}
}
