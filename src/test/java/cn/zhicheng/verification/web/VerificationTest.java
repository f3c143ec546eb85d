package cn.zhicheng.verification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;

/**
 * Anyone checks a title, as a page and as JSON: the same answers, and nothing for who does not know all three.
 */
@ApplicationTest
class VerificationTest {

	private static final String NUMBER = "62070219800101001X";
	private static final String CERTIFICATE = "甘教职2010第00012号";

	private static final AtomicInteger PUBLISHED = new AtomicInteger();

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	MutableClock clock;

	private void publish() {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school", "gz-education", "gz-reform", "zy-reform", "gs-reform");
		// Questions of other tests about the same number are no longer counted.
		clock.advance(Duration.ofDays(PUBLISHED.incrementAndGet()));
	}

	@Test
	void who_knows_all_three_learns_the_title() throws Exception {
		publish();
		assertThat(text(ask("演示 甲", "62070219800101001x", "甘教职2010第 00012号", 1).andExpect(status().isOk())))
				.contains("核验通过", "中小学教师", "一级教师", "中级", "2010", "张掖市职称改革工作领导小组", "2010-12-25");
		json("演示甲", NUMBER, CERTIFICATE).andExpect(status().isOk()).andExpect(jsonPath("$.title").value("一级教师"))
				.andExpect(jsonPath("$.issueDate").value("2010-12-25"));
	}

	@Test
	void everyone_else_gets_one_and_the_same_answer() throws Exception {
		publish();
		for (var wrong : List.of(List.of("演示乙", NUMBER, CERTIFICATE), List.of("演示甲", "620702198506150026", CERTIFICATE),
				List.of("演示甲", NUMBER, "甘教职2010第00013号"), List.of("没有这个人", "1", "1"))) {
			var page = text(ask(wrong.get(0), wrong.get(1), wrong.get(2), 2).andExpect(status().isNotFound()));
			assertThat(page).contains("未查询到", "请逐字核对姓名").doesNotContain("一级教师");
			json(wrong.get(0), wrong.get(1), wrong.get(2)).andExpect(status().isNotFound()).andExpect(jsonPath("$.message").value("未查询到"))
					.andExpect(jsonPath("$.length()").value(1));
		}
	}

	@Test
	void blank_fields_are_told_beside_the_fields() throws Exception {
		assertThat(text(ask("", " ", "", 3).andExpect(status().isUnprocessableEntity()))).contains("请填写姓名", "请填写证件号码", "请填写证书编号");
		json("演示甲", "", "").andExpect(status().isUnprocessableEntity()).andExpect(jsonPath("$.fields.documentNumber").value("请填写证件号码"));
	}

	@Test
	void questions_from_one_address_are_counted() throws Exception {
		for (int i = 0; i < 30; i++) {
			ask("演示甲", "number" + i, CERTIFICATE, 4).andExpect(status().isNotFound());
		}
		assertThat(text(ask("演示甲", "another", CERTIFICATE, 4).andExpect(status().isTooManyRequests()))).contains("查询过于频繁，请 1 分钟后再试");
	}

	@Test
	void questions_about_one_number_are_counted() throws Exception {
		for (int i = 0; i < 10; i++) {
			ask("演示甲", "one number", "certificate" + i, 10 + i).andExpect(status().isNotFound());
		}
		assertThat(text(ask("演示甲", "one number", CERTIFICATE, 30).andExpect(status().isTooManyRequests()))).contains("查询过于频繁");
	}

	@Test
	void the_form_is_there_for_everyone() throws Exception {
		assertThat(text(web.perform(get("/verify")).andExpect(status().isOk()))).contains("职称网查");
		assertThat(text(web.perform(get("/")).andExpect(status().isOk()))).contains("2021 年采集批次", "2021年4月30日 24:00", "2021年6月20日 24:00");
	}

	private ResultActions ask(String name, String number, String certificate, int host) throws Exception {
		return web.perform(post("/verify").param("name", name).param("documentNumber", number).param("certificateNumber", certificate)
				.with(csrf()).with(request -> {
					request.setRemoteAddr("10.0.0." + host);
					return request;
				}));
	}

	private ResultActions json(String name, String number, String certificate) throws Exception {
		return web.perform(post("/api/verification").contentType(MediaType.APPLICATION_JSON)
				.content("{\"name\":\"%s\",\"documentNumber\":\"%s\",\"certificateNumber\":\"%s\"}".formatted(name, number, certificate)));
	}

	private static String text(ResultActions answer) throws Exception {
		return answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}
}
