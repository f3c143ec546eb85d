package cn.zhicheng;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffGroups;
import jakarta.servlet.RequestDispatcher;

/**
 * Whatever goes wrong is told in Chinese with a way back, and without a trace of what happened inside.
 */
@ApplicationTest
class ErrorPagesTest {

	@Autowired
	MockMvc web;

	@ParameterizedTest
	@CsvSource({ "400, 请求有误", "403, 没有权限", "404, 没有找到", "405, 不能这样打开", "413, 上传的文件太大", "500, 系统出现故障", "418, 请求有误",
			"503, 系统出现故障" })
	void people_see_what_it_means_and_the_way_back(int status, String title) throws Exception {
		web.perform(get("/error").accept(MediaType.TEXT_HTML).requestAttr(RequestDispatcher.ERROR_STATUS_CODE, status)
				.requestAttr(RequestDispatcher.ERROR_REQUEST_URI, "/portal/records/x")
				.requestAttr(RequestDispatcher.ERROR_EXCEPTION, new IllegalStateException("inner matter")))
				.andExpect(status().is(status)).andExpect(content().string(containsString(title)))
				.andExpect(content().string(containsString("返回我的职称信息"))).andExpect(content().string(not(containsString("inner matter"))));
	}

	/** PostgreSQL keeps and compares no text with it. */
	@ParameterizedTest
	@CsvSource({ "gz-reform, /organisation/gz-reform, q", "gz-reform, /organisation/gz-school/merge, q", "gz-school, /organisation/gz-school/roster, name",
			"gz-school, /api/review/cards, taskIds",
			"gz-school, /api/organisation-applications/cards, taskIds", "gz-school, /verify, name" })
	void a_text_with_the_character_nul_is_told_to_be_malformed_before_any_database_sees_it(String account, String page, String field) throws Exception {
		web.perform(get(page).with(signedOn(account)).param(field, "甘州\0")).andExpect(status().isBadRequest());
	}

	@Test
	void nobody_signs_in_or_is_created_with_the_character_nul_in_the_name() throws Exception {
		web.perform(post("/portal/sign-in").with(csrf()).param("documentType", "RESIDENT_ID_CARD").param("documentNumber", "62070219800101001X")
				.param("name", "演示\0甲")).andExpect(status().isBadRequest());
		web.perform(post("/organisation/gz-school/staff/reviewer").with(signedOn("gz-school")).with(csrf()).param("account", "gz-nul")
				.param("name", "王\0五")).andExpect(status().isBadRequest());
		web.perform(post("/organisation/gz-school/staff/reviewer").with(signedOn("gz-school")).with(csrf()).param("account", "gz-nul\0")
				.param("name", "王五")).andExpect(status().isBadRequest());
	}

	private static RequestPostProcessor signedOn(String account) {
		return authentication(StaffAuthentication.ofSession(new Staff(account, Set.of(account, StaffGroups.administratorsOf(account)))));
	}

	@Test
	void a_change_without_a_valid_token_is_told_that_the_page_has_expired() throws Exception {
		web.perform(post("/error").with(csrf()).accept(MediaType.TEXT_HTML).requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 403))
				.andExpect(status().isForbidden()).andExpect(content().string(containsString("页面已失效")));
	}

	@Test
	void programs_get_json_even_if_they_say_they_take_pages() throws Exception {
		web.perform(get("/error").accept(MediaType.TEXT_HTML).requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 405)
				.requestAttr(RequestDispatcher.ERROR_REQUEST_URI, "/api/verification"))
				.andExpect(status().isMethodNotAllowed()).andExpect(jsonPath("$.message").value("不能这样打开"));
	}
}
