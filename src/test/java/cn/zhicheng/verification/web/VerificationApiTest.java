package cn.zhicheng.verification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.ApplicantAccounts.Claim;

/**
 * Other programs check titles, without an account and without the token of a page.
 */
@ApplicationTest
class VerificationApiTest {

	private static final String CERTIFICATE = "甘教职2010第00012号";

	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	ObjectMapper json;

	@Test
	void who_knows_all_three_learns_the_title_and_nothing_of_the_person() throws Exception {
		var person = published();
		var answer = ask(person.name(), person.documentNumber(), CERTIFICATE, "10.0.1.1").andExpect(status().isOk());
		assertThat(json.readValue(body(answer), Map.class)).containsOnlyKeys("name", "series", "title", "level", "speciality",
				"reviewYear", "issuer", "issueDate").containsEntry("title", "一级教师").containsEntry("issueDate", "2010-12-25");
		assertThat(body(answer)).doesNotContain(person.documentNumber());
	}

	@Test
	void whatever_is_wrong_the_answer_is_the_same_to_the_letter() throws Exception {
		var person = published();
		var unpublished = filed.newPerson();
		filed.submit(filed.completeDraft(unpublished, "gz-school"));
		var answers = new java.util.HashSet<String>();
		for (var wrong : List.of(List.of("演示乙", person.documentNumber(), CERTIFICATE),
				List.of(person.name(), filed.newPerson().documentNumber(), CERTIFICATE),
				List.of(person.name(), person.documentNumber(), "甘教职2010第00013号"),
				List.of(unpublished.name(), unpublished.documentNumber(), CERTIFICATE),
				List.of("没有这个人", "1", "1"))) {
			answers.add(body(ask(wrong.get(0), wrong.get(1), wrong.get(2), "10.0.1.2").andExpect(status().isNotFound())));
		}
		assertThat(answers).containsExactly("{\"message\":\"未查询到\"}");
	}

	@Test
	void every_field_left_blank_is_named() throws Exception {
		ask(" ", "", "", "10.0.1.3").andExpect(status().isUnprocessableEntity())
				.andExpect(jsonPath("$.message").isNotEmpty())
				.andExpect(jsonPath("$.fields.name").value("请填写姓名"))
				.andExpect(jsonPath("$.fields.documentNumber").value("请填写证件号码"))
				.andExpect(jsonPath("$.fields.certificateNumber").value("请填写证书编号"));
		web.perform(post("/api/verification").contentType(MediaType.APPLICATION_JSON).content("{}"))
				.andExpect(status().isUnprocessableEntity()).andExpect(jsonPath("$.fields.length()").value(3));
	}

	@Test
	void a_text_longer_than_any_name_is_refused_beside_its_field() throws Exception {
		ask("演".repeat(101), "1", "1", "10.0.1.4").andExpect(status().isUnprocessableEntity())
				.andExpect(jsonPath("$.fields.name").isNotEmpty()).andExpect(jsonPath("$.fields.length()").value(1));
	}

	@Test
	void a_program_that_tries_out_numbers_is_stopped_even_if_it_guesses_right() throws Exception {
		var person = published();
		for (int i = 0; i < 30; i++) {
			ask(person.name(), "api guess " + i, CERTIFICATE, "10.0.1.5").andExpect(status().isNotFound());
		}
		ask(person.name(), person.documentNumber(), CERTIFICATE, "10.0.1.5").andExpect(status().isTooManyRequests())
				.andExpect(jsonPath("$.message").value("查询过于频繁，请 1 分钟后再试")).andExpect(jsonPath("$.title").doesNotExist());
		ask(person.name(), person.documentNumber(), CERTIFICATE, "10.0.1.6").andExpect(status().isOk());
	}

	@Test
	void the_interfaces_are_described_for_programmers() throws Exception {
		web.perform(get("/v3/api-docs")).andExpect(status().isOk()).andExpect(content().contentTypeCompatibleWith(MediaType.APPLICATION_JSON))
				.andExpect(jsonPath("$.paths['/api/verification'].post.responses['200']").exists())
				.andExpect(jsonPath("$.paths['/api/verification'].post.responses['404']").exists())
				.andExpect(jsonPath("$.paths['/api/verification'].post.responses['422']").exists())
				.andExpect(jsonPath("$.paths['/api/verification'].post.responses['429']").exists())
				.andExpect(jsonPath("$.paths['/api/review/records/{number}'].get").exists())
				.andExpect(jsonPath("$.paths['/api/review/records/{number}/notes'].put").exists())
				.andExpect(jsonPath("$.paths['/api/review/records/{number}/looks'].post").exists())
				.andExpect(jsonPath("$.paths['/api/review/cards'].get").exists());
	}

	/** @return a person whose one title is in the register */
	private Claim published() {
		var person = filed.newPerson();
		var number = filed.submit(filed.completeDraft(person, "lz-company"));
		reviews.confirm(number, "lz-company", "lz-reform", "gs-reform");
		return person;
	}

	private ResultActions ask(String name, String number, String certificate, String address) throws Exception {
		return web.perform(post("/api/verification").contentType(MediaType.APPLICATION_JSON)
				.content(json.writeValueAsString(Map.of("name", name, "documentNumber", number, "certificateNumber", certificate)))
				.with(request -> {
					request.setRemoteAddr(address);
					return request;
				}));
	}

	private static String body(ResultActions answer) throws Exception {
		return answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}
}
