package cn.zhicheng.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffGroups;

/**
 * What every page tells the browser: run nothing that is not ours, keep nothing, come back encrypted.
 */
@ApplicationTest
class PageHeadersTest {

	private static final Pattern INLINE = Pattern.compile("<script(?![^>]*\\bsrc=)|<style|\\sstyle=|\\son[a-z]+=|th:on|javascript:");
	private static final Staff SCHOOL = new Staff("gz-school", Set.of("gz-school", StaffGroups.administratorsOf("gz-school")));

	@Autowired
	MockMvc web;

	@ParameterizedTest
	@ValueSource(strings = { "/", "/verify", "/portal/sign-in", "/sign-in", "/staff", "/staff/password", "/organisation/gz-school",
			"/organisation/gz-school/roster" })
	void a_page_runs_only_our_scripts_and_is_neither_kept_nor_framed(String page) throws Exception {
		ask(page, true).andExpect(status().isOk())
				.andExpect(header().string("Content-Security-Policy", containsString("default-src 'self'")))
				.andExpect(header().string("Content-Security-Policy", containsString("frame-ancestors 'none'")))
				.andExpect(header().string("Content-Security-Policy", not(containsString("unsafe"))))
				.andExpect(header().string("Cache-Control", containsString("no-store")))
				.andExpect(header().string("X-Content-Type-Options", "nosniff"))
				.andExpect(header().string("Strict-Transport-Security", containsString("max-age=31536000")));
	}

	@Test
	void without_encryption_nobody_is_told_to_insist_on_it() throws Exception {
		ask("/verify", false).andExpect(header().doesNotExist("Strict-Transport-Security"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/beans", "/actuator/loggers", "/actuator/heapdump", "/h2-console", "/swagger-ui.html" })
	void nothing_of_the_machinery_is_shown(String address) throws Exception {
		assertThat(web.perform(get(address)).andReturn().getResponse().getStatus()).isIn(401, 403, 404);
		assertThat(web.perform(get(address).with(authentication(StaffAuthentication.ofSession(SCHOOL)))).andReturn().getResponse().getStatus())
				.isIn(401, 403, 404);
	}

	@Test
	void health_tells_whether_the_application_lives_and_nothing_else() throws Exception {
		var body = web.perform(get("/actuator/health")).andExpect(status().isOk()).andReturn().getResponse().getContentAsString();
		assertThat(body).contains("\"status\":\"UP\"").doesNotContain("components", "database");
	}

	@Test
	void no_page_has_a_script_or_style_of_its_own() throws Exception {
		// Are never served: people open them from their export, and from where a rehearsal has written its report.
		var files = Set.of("own-data.html", "report.html");
		var pages = Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:/templates/**/*.html"))
				.filter(page -> !files.contains(page.getFilename())).toList();
		assertThat(pages).hasSizeGreaterThan(25).allSatisfy(page ->
				assertThat(INLINE.matcher(page.getContentAsString(StandardCharsets.UTF_8)).find()).as(page.getFilename()).isFalse());
	}

	private ResultActions ask(String page, boolean encrypted) throws Exception {
		var request = get(page).secure(encrypted);
		return web.perform(page.startsWith("/staff") || page.startsWith("/organisation")
				? request.with(authentication(StaffAuthentication.ofSession(SCHOOL))) : request);
	}
}
