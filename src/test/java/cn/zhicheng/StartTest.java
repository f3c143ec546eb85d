package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.SamplePdfs;

/**
 * Starts the application as an operator does, in a process of its own with a heap of 512 MB.
 */
class StartTest {

	private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
	private static final String IDENTITY_NUMBER = "62070219800101001X";
	private static final String NAME = "演示甲";
	private static final String PASSWORD = "mima-2021";

	@TempDir
	Path folder;

	@Test
	void what_was_stored_is_there_after_a_restart_and_a_second_start_on_the_same_file_is_refused() throws Exception {
		var deployments = "{\"count\":" + Path.of("processes").toFile().list().length + "}";
		try (var first = Instance.start(folder, Map.of())) {
			assertThat(first.output()).contains("职称信息采集审核系统已启动", "/portal", "supervisor");
			assertThat(first.get("/actuator/health", null).body()).contains("UP");
			var created = first.post("/engine-rest/user/create", "admin:Zhicheng-2021",
					"{\"profile\":{\"id\":\"newcomer\",\"firstName\":\"新\",\"lastName\":\"人\"},\"credentials\":{\"password\":\"Mima-2021-xin\"}}");
			assertThat(created.statusCode()).as(created.body()).isEqualTo(204);
			assertThat(first.get("/engine-rest/deployment/count", "designer:Zhicheng-2021").body()).isEqualTo(deployments);

			var second = Instance.run(folder, Map.of());
			assertThat(second.exitCode()).isNotZero();
			assertThat(second.output()).contains("数据库文件正被另一个正在运行的实例使用");
		}
		try (var again = Instance.start(folder, Map.of())) {
			assertThat(again.get("/engine-rest/user/newcomer/profile", "admin:Zhicheng-2021").body()).contains("newcomer");
			assertThat(again.get("/engine-rest/user/count", "admin:Zhicheng-2021").body())
					.as("12 organisations, supervisor, designer, admin and the newcomer").isEqualTo("{\"count\":16}");
			assertThat(again.get("/engine-rest/deployment/count", "designer:Zhicheng-2021").body()).isEqualTo(deployments);
			assertThat(again.get("/engine-rest/filter/count", "gz-school:Zhicheng-2021").body()).isEqualTo("{\"count\":6}");
		}
	}

	@Test
	void what_a_person_has_filed_survives_a_restart_on_h2() throws Exception {
		whatAPersonHasFiledSurvivesARestart(Map.of(), "2021-ZCXX");
	}

	@Test
	void what_a_person_has_filed_survives_a_restart_on_postgresql() throws Exception {
		var environment = new java.util.HashMap<>(onPostgresql());
		// Nobody is on a roster there yet.
		environment.put("ZHICHENG_FILING_ACTIVATION", "free");
		whatAPersonHasFiledSurvivesARestart(environment, "");
	}

	@Test
	void with_profile_postgres_there_is_no_demonstration_and_the_administrator_comes_from_the_environment() throws Exception {
		try (var instance = Instance.start(folder, onPostgresql())) {
			assertThat(instance.get("/engine-rest/user/count", "root:Geheim-4711-x").body()).contains("请先在网页 /staff/password 修改初始密码");
			var browser = new StaffBrowser(java.net.URI.create(instance.address()).getPort());
			browser.signOn("root", "Geheim-4711-x");
			browser.post("/staff/password", "/staff/password",
					Map.of("present", "Geheim-4711-x", "password", "Geheim-4711-y", "repeated", "Geheim-4711-y"));
			assertThat(instance.get("/engine-rest/user/count", "root:Geheim-4711-y").body()).isEqualTo("{\"count\":1}");
			assertThat(instance.get("/engine-rest/user/count", "gz-school:Zhicheng-2021").statusCode()).isEqualTo(401);
			assertThat(instance.output()).doesNotContain("Zhicheng-2021", "Geheim-4711-x", "Geheim-4711-y", KEY);
		}
	}

	@Test
	void without_a_key_for_personal_data_it_says_how_to_mend_that() throws Exception {
		var environment = Map.of("SPRING_PROFILES_ACTIVE", "postgres", "ZHICHENG_DATABASE_URL", TestDatabases.postgresUrl(),
				"ZHICHENG_DATABASE_USER", "postgres", "ZHICHENG_DATABASE_PASSWORD", "postgres", "ZHICHENG_ADMIN_PASSWORD",
				"Geheim-4711-x");
		var run = Instance.run(folder, environment);
		assertThat(run.exitCode()).isNotZero();
		assertThat(run.output()).contains("zhicheng.security.personal-data");
	}

	private void whatAPersonHasFiledSurvivesARestart(Map<String, String> environment, String code) throws Exception {
		String number;
		String certificate;
		try (var first = Instance.start(folder, environment)) {
			var person = new PortalVisitor(first.address());
			person.signInFirst(IDENTITY_NUMBER, NAME, code, PASSWORD);
			number = person.begin();
			person.save(number, Map.of("mobile", "13893612345", "certificateNumber", "甘教职2010第00012号"));
			certificate = person.upload(number, EvidenceKind.CERTIFICATE, SamplePdfs.certificate(NAME));
			var large = List.of(person.upload(number, EvidenceKind.QUALIFICATION_DOCUMENT, largeScan("资格文件")),
					person.upload(number, EvidenceKind.REVIEW_FORM, largeScan("评审表")));
			assertThat(person.pagesAtTheSameTime(number, large)).hasSize(2).doesNotContainNull().allSatisfy(page -> {
				assertThat(page.getWidth()).isBetween(1000, 3000);
				assertThat(new Color(page.getRGB(page.getWidth() / 2, page.getHeight() / 2))).isNotEqualTo(Color.WHITE);
			});
			assertThat(first.output()).doesNotContain("OutOfMemoryError");
			assertThat(first.get("/actuator/health", null).body()).contains("UP");
		}
		try (var again = Instance.start(folder, environment)) {
			var person = new PortalVisitor(again.address());
			person.signIn(IDENTITY_NUMBER, NAME, PASSWORD);
			assertThat(person.get("/portal")).contains(number);
			assertThat(person.get("/portal/records/" + number + "/edit")).contains("13893612345", "甘教职2010第00012号");
			assertThat(person.page(number, certificate).getWidth()).as("drawn only now, from the stored file").isGreaterThan(1000);
			assertThat(again.output()).doesNotContain("OutOfMemoryError", IDENTITY_NUMBER, "13893612345");
		}
	}

	private static Map<String, String> onPostgresql() {
		return Map.of("SPRING_PROFILES_ACTIVE", "postgres", "ZHICHENG_DATABASE_URL", TestDatabases.postgresUrl(),
				"ZHICHENG_DATABASE_USER", "postgres", "ZHICHENG_DATABASE_PASSWORD", "postgres", "ZHICHENG_ADMIN_USER", "root",
				"ZHICHENG_ADMIN_PASSWORD", "Geheim-4711-x", "ZHICHENG_PERSONAL_DATA_KEY", KEY);
	}

	/** One page of almost as many pixels as are accepted (40 million), in which nothing can be left out. */
	private static byte[] largeScan(String text) {
		var image = new BufferedImage(5200, 7600, BufferedImage.TYPE_INT_RGB);
		var g = image.createGraphics();
		g.setColor(Color.LIGHT_GRAY);
		g.fillRect(0, 0, image.getWidth(), image.getHeight());
		g.setColor(Color.BLACK);
		g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 400));
		g.drawString(text, 400, 1200);
		g.dispose();
		return SamplePdfs.scan(List.of(image));
	}
}
