package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.file.Path;
import java.nio.file.Files;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CookieJar;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.SamplePdfs;
import cn.zhicheng.evidence.SamplePhotos;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.PortalSession;

/**
 * The portal as a browser uses it: what a person can do wrong is told beside its place, and nothing is lost or done twice.
 */
@ApplicationTest
class PortalTest {

	private static final Claim FIRST_RECORD_EVER = new Claim(DocumentType.RESIDENT_ID_CARD, "620102197511300044", "演示戊");
	private static final Claim WITHOUT_RECORDS = new Claim(DocumentType.RESIDENT_ID_CARD, "620722197812030031", "演示丙");

	@Autowired
	RepositoryService repository;
	@Autowired
	MockMvc web;
	@Autowired
	TestRecords filed;
	@Autowired
	Filing filing;
	@Autowired
	PortalSession portal;
	@Autowired
	MutableClock clock;
	@Autowired
	RuntimeService runtime;
	@Autowired
	TestReviews reviews;
	@Autowired
	JdbcTemplate database;

	long person;
	CookieJar session;

	@BeforeEach
	void theFirstPersonIsSignedIn() {
		clock.set(ApplicationTest.START);
		person = filed.personId(TestRecords.FIRST_PERSON);
		session = signedIn(person, "演示甲");
		filing.recordsOf(person).stream().filter(record -> record.state() == RecordState.DRAFT)
				.forEach(record -> filing.delete(person, record.number()));
	}

	@AfterEach
	void theClockGoesBack() {
		clock.set(ApplicationTest.START);
	}

	private CookieJar signedIn(long id, String name) {
		return CookieJar.of(portal, id, name);
	}

	// A new record

	@Test
	void a_new_record_proposes_what_the_identity_number_tells() throws Exception {
		var location = perform(post("/portal/records")).andExpect(status().is3xxRedirection()).andReturn().getResponse().getRedirectedUrl();
		var page = page(get(location));
		assertThat(page).contains("演示甲", "1980-01-01", "6207**********001X").doesNotContain("62070219800101001X");
	}

	@Test
	void without_records_the_three_steps_of_the_notice_are_explained() throws Exception {
		long nobodyYet = filed.personId(WITHOUT_RECORDS);
		session = signedIn(nobodyYet, "演示丙");
		assertThat(page(get("/portal"))).contains("准备材料", "填报信息", "提交审核", "开始填报");
	}

	@Test
	void an_incomplete_draft_can_be_saved() throws Exception {
		var draft = draft();
		save(draft, Map.of("certificateNumber", "甘123")).andExpect(status().is3xxRedirection())
				.andExpect(flash().attribute("message", "已保存。"));
		assertThat(now(draft).details().certificateNumber()).isEqualTo("甘123");
	}

	@Test
	void that_somebody_is_under_secrecy_is_answered_and_kept_nowhere() throws Exception {
		var draft = draft();
		save(draft, Map.of("confidentiality", "OPEN", "committee", "评委会"));
		var page = text(save(now(draft), Map.of("confidentiality", "CLASSIFIED", "committee", "某涉密评委会")).andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("涉密单位和涉密人员的职称信息不在采集范围", "本次填写的内容没有保存");
		assertThat(now(draft).details().confidentiality()).isEqualTo(cn.zhicheng.filing.Confidentiality.OPEN);
		assertThat(committee(now(draft))).isEqualTo("评委会");
		assertThat(database.queryForObject("select count(*) from title_record where confidentiality = 'CLASSIFIED'", Integer.class)).isZero();
	}

	@Test
	void what_is_malformed_is_told_beside_its_field_and_kept_as_typed() throws Exception {
		var draft = draft();
		var page = text(save(draft, Map.of("reviewYear", "二零一零", "birthDate", "1980-02-30", "committee", "评委会")).andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("value=\"二零一零\"", "value=\"1980-02-30\"", "value=\"评委会\"", "年度有误，请填四位年份", "日期有误",
				"有 2 项需要修改", "href=\"#reviewYear\"");
		assertThat(committee(now(draft))).isNull();
	}

	@Test
	void a_blank_name_is_missing_and_a_name_with_digits_malformed() throws Exception {
		var draft = draft();
		assertThat(text(save(draft, Map.of("name", "演示1")).andExpect(status().isUnprocessableEntity()))).contains("姓名中有数字或符号");
		save(draft, Map.of("name", " ")).andExpect(status().is3xxRedirection());
		assertThat(page(get(path(draft, "/edit")).param("check", ""))).contains("姓名：此项必填，请填写");
	}

	@Test
	void an_employer_is_found_by_part_of_its_name_without_scripts() throws Exception {
		var draft = draft();
		assertThat(text(save(draft, Map.of("employerName", "示范", "action", "find-employer")).andExpect(status().isUnprocessableEntity())))
				.contains("查到多个单位", "value=\"gz-school\"", "甘州区示范小学（上级：甘州区教育局）", "value=\"zy-school\"");
		save(draft, Map.of("employerName", "示范", "employerListedFor", "示范", "employer", "gz-school")).andExpect(status().is3xxRedirection());
		assertThat(now(draft).details().employer()).isEqualTo("gz-school");
	}

	@Test
	void a_changed_employer_name_counts_more_than_the_list_shown_before() throws Exception {
		var draft = draft();
		save(draft, Map.of("employerName", "张掖市示范中学", "employerListedFor", "示范", "employer", "gz-school")).andExpect(status().is3xxRedirection());
		assertThat(now(draft).details().employer()).isEqualTo("zy-school");
	}

	@Test
	void an_employer_that_does_not_exist_is_refused_beside_the_field() throws Exception {
		var draft = draft();
		assertThat(text(save(draft, Map.of("employerName", "没有的单位")).andExpect(status().isUnprocessableEntity())))
				.contains("没有查到这个单位", "value=\"没有的单位\"");
		assertThat(text(save(draft, Map.of("employer", "no-such-code")).andExpect(status().isUnprocessableEntity()))).contains("没有这个单位");
		assertThat(text(save(draft, Map.of("employer", "gz-reform")).andExpect(status().isUnprocessableEntity()))).contains("没有这个单位");
	}

	@Test
	void employers_are_proposed_while_typing() throws Exception {
		assertThat(page(get("/portal/employers").param("name", "示范小学"))).contains("\"code\":\"gz-school\"", "\"superior\":\"甘州区教育局\"");
		assertThat(page(get("/portal/employers").param("name", ""))).isEqualTo("[]");
		perform(get("/portal/employers").param("name", "示范\0小学")).andExpect(status().isBadRequest());
	}

	@Test
	void old_series_and_region_codes_can_be_written() throws Exception {
		var draft = draft();
		save(draft, Map.of("series", "*", "seriesOther", "中学教师", "issuerRegion", "*", "issuerRegionOther", "622200", "title", "中学高级教师"))
				.andExpect(status().is3xxRedirection());
		assertThat(now(draft).details().series()).isEqualTo("中学教师");
		assertThat(now(draft).details().issuerRegion()).isEqualTo("622200");
		assertThat(page(get(path(draft, "/edit")))).contains("value=\"中学教师\"", "value=\"622200\"", "value=\"中学高级教师\"");
	}

	// Submission

	@Test
	void everything_missing_is_listed_at_once() throws Exception {
		person = filed.personId(FIRST_RECORD_EVER);
		session = signedIn(person, "演示戊");
		var page = text(submit(draft()).andExpect(status().isUnprocessableEntity()));
		// 17 fields beyond name, sex and date of birth, which are known, and 4 kinds of evidence.
		assertThat(page).contains("有 21 项需要修改", "href=\"#evidence-CERTIFICATE\"", "href=\"#certificateNumber\"");
		assertThat(count(page, "href=\"#")).isEqualTo(22 /* with the skip link */);
	}

	@Test
	void the_truth_of_a_record_has_to_be_confirmed() throws Exception {
		var draft = filed.completeDraft("gz-school");
		assertThat(text(perform(post(path(draft, "/submission")).param("version", "" + draft.version())).andExpect(status().isUnprocessableEntity())))
				.contains("请先勾选，确认所填报信息真实");
		assertThat(now(draft).state()).isEqualTo(RecordState.DRAFT);
	}

	@Test
	void a_complete_record_goes_to_its_unit() throws Exception {
		var draft = filed.completeDraft("gz-school");
		submit(draft).andExpect(redirectedUrl(path(draft, ""))).andExpect(flash().attribute("message", "已提交，现在由 甘州区示范小学 审核。"));
		assertThat(page(get("/portal"))).contains("现由 甘州区示范小学 审核（用人单位审核），2021年4月1日 09:00 送达，应在 2021年5月10日 24:00 前办结",
				"甘州区教育局", "甘州区职改办", "张掖市职改办", "甘肃省职改办", "入库，可以网查");
	}

	/** With the example of the guide for process designers: a second person confirms in the department, and five days are waited for. */
	@Test
	void a_second_review_and_a_wait_are_shown_by_their_names() throws Exception {
		repository.createDeployment().addInputStream("title-record-review.bpmn", Files.newInputStream(Path.of("docs/examples/title-record-review.bpmn"))).deploy();
		try {
			var draft = filed.completeDraft("gs-hospital");
			submit(draft);
			reviews.confirm(draft.number(), "gs-hospital", "gs-health");
			assertThat(page(get(path(draft, "")))).contains("现由 甘肃省卫生健康委员会 审核（主管部门复核）");
			reviews.complete(reviews.task(draft.number()).getId(), "second", "gs-health", Map.of("decision", "confirm"));
			reviews.confirm(draft.number(), "gs-reform");
			clock.set("2021-07-01T09:00");
			assertThat(page(get(path(draft, "")))).contains("现在是“公示五日”，至 2021年4月6日 09:00 结束后自动继续。您和审核机构都不需要办理。", "无需办理")
					.doesNotContain("该环节已逾期", "应在");
		} finally {
			clock.set(ApplicationTest.START);
			repository.createDeployment().addInputStream("title-record-review.bpmn", Files.newInputStream(Path.of("processes/title-record-review.bpmn"))).deploy();
		}
	}

	@Test
	void filing_after_the_date_is_refused() throws Exception {
		var draft = filed.completeDraft("gz-school");
		clock.set("2021-05-01T00:00");
		assertThat(text(submit(draft).andExpect(status().isUnprocessableEntity())))
				.contains("填报已于 2021年4月30日 24:00 截止，逾期不再接受任何形式的补报");
		assertThat(now(draft).state()).isEqualTo(RecordState.DRAFT);
	}

	@Test
	void what_is_out_of_scope_is_refused_in_the_words_of_the_notice() throws Exception {
		var draft = filed.completeDraft("gz-school");
		filing.save(person, draft.number(), draft.version(), Map.of(RecordField.ACQUISITION, "EXAMINATION"));
		assertThat(text(submit(now(draft)).andExpect(status().isUnprocessableEntity())))
				.contains("通过“以考代评”方式取得的职称不列入信息填报范围（甘人社通〔2021〕117号 一(一)）");
	}

	@Test
	void a_double_click_submits_once() throws Exception {
		var draft = filed.completeDraft("gz-school");
		submit(draft).andExpect(status().is3xxRedirection());
		submit(draft).andExpect(flash().attribute("message", "这条信息已经提交过了，没有重复提交。"));
		assertThat(now(draft).submissions()).isEqualTo(1);
		assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(draft.number()).count()).isEqualTo(1);
	}

	@Test
	void two_submissions_at_the_same_moment_submit_once() throws Exception {
		var draft = filed.completeDraft("gz-school");
		Callable<Integer> click = () -> submit(draft).andReturn().getResponse().getStatus();
		var clicks = Executors.newFixedThreadPool(2);
		try {
			for (var answer : clicks.invokeAll(List.of(click, click))) {
				assertThat(answer.get()).isEqualTo(302);
			}
		} finally {
			clicks.shutdown();
		}
		assertThat(now(draft).submissions()).isEqualTo(1);
		assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(draft.number()).count()).isEqualTo(1);
	}

	@Test
	void what_another_window_changed_is_not_submitted_unseen() throws Exception {
		var draft = filed.completeDraft("gz-school");
		filing.save(person, draft.number(), draft.version(), Map.of(RecordField.COMMITTEE, "另一个评委会"));
		assertThat(text(submit(draft).andExpect(status().isConflict()))).contains("在另一个窗口改动过，刚才没有提交");
		assertThat(now(draft).state()).isEqualTo(RecordState.DRAFT);
	}

	// Two windows

	@Test
	void the_second_of_two_windows_is_told_what_differs_and_can_save_again() throws Exception {
		var draft = draft();
		save(draft, Map.of("certificateNumber", "甲", "mobile", "13900001111")).andExpect(status().is3xxRedirection());
		var page = text(save(draft, Map.of("certificateNumber", "乙", "mobile", "13900002222")).andExpect(status().isConflict()));
		assertThat(page).contains("在另一个窗口改动过", "<td>甲</td>", "<td>乙</td>", "<td>13900001111</td>", "<td>13900002222</td>", "value=\"乙\"", "value=\"13900002222\"");
		assertThat(now(draft).details().certificateNumber()).isEqualTo("甲");

		save(draft, versionIn(page), Map.of("certificateNumber", "乙")).andExpect(status().is3xxRedirection());
		assertThat(now(draft).details().certificateNumber()).isEqualTo("乙");
	}

	@Test
	void a_form_open_after_submission_is_refused_and_what_was_typed_is_shown() throws Exception {
		var draft = filed.completeDraft("gz-school");
		filed.submit(draft);
		var page = text(save(draft, Map.of("committee", "后来想改的评委会")).andExpect(status().isConflict()));
		assertThat(page).contains("这条信息现在是“审核中”，不能修改", "刚才填写的下列内容没有保存", "后来想改的评委会");
		assertThat(committee(now(draft))).isEqualTo("张掖市中小学教师中级职务评审委员会");
		perform(get(path(draft, "/edit"))).andExpect(redirectedUrl(path(draft, "")));
	}

	// Delete and take back

	@Test
	void a_draft_is_deleted_after_asking_and_once() throws Exception {
		var draft = draft();
		assertThat(page(get(path(draft, "/deletion")))).contains("删除后不能恢复");
		perform(post(path(draft, "/deletion"))).andExpect(redirectedUrl("/portal")).andExpect(flash().attribute("message", "已删除草稿 " + draft.number() + "。"));
		perform(post(path(draft, "/deletion"))).andExpect(redirectedUrl("/portal")).andExpect(flash().attribute("warning", "没有找到该职称信息，可能已经删除。"));
	}

	@Test
	void a_draft_that_was_taken_back_is_deleted_with_all_that_refers_to_it() throws Exception {
		var number = filed.submitted("gz-school");
		database.update("""
				insert into review_notes (id, record_id, submission, organisation, reviewer, updated_at)
				select -1, id, 1, 'gz-school', 'gz-school', current_timestamp from title_record where number = ?""", number);
		perform(post("/portal/records/" + number + "/withdrawal")).andExpect(status().is3xxRedirection());
		perform(post("/portal/records/" + number + "/deletion")).andExpect(redirectedUrl("/portal"));
		assertThat(filing.find(person, number)).isEmpty();
	}

	@Test
	void only_drafts_can_be_deleted() throws Exception {
		var number = filed.submitted("gz-school");
		perform(post("/portal/records/" + number + "/deletion")).andExpect(flash().attribute("warning", "只有草稿可以删除。"));
		assertThat(filing.find(person, number)).isPresent();
	}

	@Test
	void before_the_date_a_record_can_be_taken_back_and_sent_again() throws Exception {
		var number = filed.submitted("gz-school");
		assertThat(page(get("/portal/records/" + number + "/withdrawal"))).contains("撤回后请在 2021年4月30日 24:00 前重新提交");
		perform(post("/portal/records/" + number + "/withdrawal")).andExpect(flash().attribute("message", "已撤回。修改后请重新提交。"));
		perform(post("/portal/records/" + number + "/withdrawal")).andExpect(flash().attribute("warning", "这条信息已经撤回了。"));
		submit(filing.find(person, number).orElseThrow()).andExpect(status().is3xxRedirection());
	}

	@Test
	void after_the_date_taking_back_is_warned_of() throws Exception {
		var number = filed.submitted("gz-school");
		clock.set("2021-05-02T09:00");
		assertThat(page(get("/portal/records/" + number + "/withdrawal"))).contains("将不能再次提交", "我已知道不能再提交，仍要撤回");
	}

	@Test
	void once_the_unit_has_confirmed_nothing_can_be_taken_back() throws Exception {
		var number = filed.submitted("gz-school");
		reviews.confirm(number, "gz-school");
		perform(post("/portal/records/" + number + "/withdrawal")).andExpect(flash().attribute("warning", "用人单位已经审核，不能撤回。"));
	}

	// Returned

	@Test
	void a_returned_record_tells_why_until_when_and_what_changed_since() throws Exception {
		var number = filed.submitted("gz-school");
		reviews.complete(number, "gz-school", Map.of("decision", "return", "reason", "证书编号与证书不符"));
		assertThat(page(get("/portal"))).contains("退回修改", "证书编号与证书不符", "修改完善", "请在 2021年5月10日 24:00 前修改后重新提交");
		assertThat(page(get("/portal/records/" + number + "/edit"))).contains("由 甘州区示范小学 于 2021年4月1日 09:00 退回", "证书编号与证书不符");
		filed.amendAndResubmit(number);
		assertThat(page(get("/portal/records/" + number))).contains("修改后重新提交", "甘教职2010第00012号", "甘教职2010第00099号");
	}

	// Evidence

	@Test
	void a_file_goes_up_while_the_form_stays_open() throws Exception {
		var draft = draft();
		clock.advance(Duration.ofSeconds(1));
		var answer = upload(draft, EvidenceKind.PHOTO, "照片.jpg", SamplePhotos.jpeg(), draft.version()).andExpect(status().isOk())
				.andExpect(header().string("Record-Version", "" + (draft.version() + 1))).andReturn().getResponse();
		assertThat(answer.getContentAsString(StandardCharsets.UTF_8)).contains("已上传", "id=\"evidence-PHOTO\"").doesNotContain("<html");
		save(draft, draft.version() + 1, Map.of("committee", "评委会")).andExpect(status().is3xxRedirection());
	}

	@Test
	void an_upload_does_not_hide_another_window() throws Exception {
		var draft = draft();
		save(draft, Map.of("committee", "另一个窗口")).andExpect(status().is3xxRedirection());
		clock.advance(Duration.ofSeconds(1));
		upload(draft, EvidenceKind.PHOTO, "a.jpg", SamplePhotos.jpeg(), draft.version())
				.andExpect(header().string("Record-Version", "" + draft.version()));
		save(draft, Map.of("committee", "这个窗口")).andExpect(status().isConflict());
	}

	@Test
	void a_refused_file_says_why_and_the_former_one_stays() throws Exception {
		var draft = draft();
		upload(draft, EvidenceKind.CERTIFICATE, "a.pdf", SamplePdfs.certificate("演示甲"), draft.version()).andExpect(status().isOk());
		var former = filing.evidenceOf(now(draft));
		assertThat(text(upload(draft, EvidenceKind.CERTIFICATE, "b.pdf", "no pdf".getBytes(), now(draft).version()).andExpect(status().isUnprocessableEntity())))
				.contains("所选文件不是 PDF", "已上传");
		assertThat(text(upload(draft, EvidenceKind.CERTIFICATE, "c.pdf", new byte[2_200_000], now(draft).version()).andExpect(status().isUnprocessableEntity())))
				.contains("文件超过 2MB");
		assertThat(filing.evidenceOf(now(draft))).hasSameSizeAs(former).first().extracting("id").isEqualTo(former.get(0).getId());
	}

	@Test
	void without_scripts_fields_and_files_are_saved_by_one_button() throws Exception {
		var draft = draft();
		perform(multipart(path(draft, "/edit")).file(new MockMultipartFile("file-PHOTO", "a.png", "image/png", SamplePhotos.png()))
				.file(new MockMultipartFile("file-OTHER", "", "application/octet-stream", new byte[0]))
				.param("version", "" + draft.version()).param("committee", "评委会").param("action", "upload-PHOTO"))
				.andExpect(redirectedUrl(path(draft, "/edit#evidence-PHOTO")));
		assertThat(filing.evidenceOf(now(draft))).hasSize(1);
		assertThat(committee(now(draft))).isEqualTo("评委会");

		var file = filing.evidenceOf(now(draft)).get(0);
		save(now(draft), Map.of("action", "remove-" + file.getId(), "committee", "评委会二")).andExpect(redirectedUrl(path(draft, "/edit#evidence")));
		assertThat(filing.evidenceOf(now(draft))).isEmpty();
		assertThat(committee(now(draft))).isEqualTo("评委会二");
	}

	@Test
	void without_scripts_a_refused_file_loses_nothing_that_was_typed() throws Exception {
		var draft = draft();
		var page = text(perform(multipart(path(draft, "/edit")).file(new MockMultipartFile("file-PHOTO", "a.png", "image/png", "x".getBytes()))
				.param("version", "" + draft.version()).param("committee", "评委会").param("reviewYear", "错").param("action", "upload-PHOTO"))
				.andExpect(status().isUnprocessableEntity()));
		assertThat(page).contains("本人照片须为 JPG 或 PNG 图片", "value=\"评委会\"", "value=\"错\"", "有 2 项需要修改");
	}

	@Test
	void pages_of_evidence_are_shown_to_their_owner_only_and_not_stored() throws Exception {
		var record = filed.completeDraft("gz-school");
		var certificate = filing.evidenceOf(record).get(1);
		var path = path(record, "/evidence/" + certificate.getId() + "/pages/");
		perform(get(path + "1")).andExpect(status().isOk()).andExpect(header().string("Content-Type", "image/jpeg"))
				.andExpect(header().string("Cache-Control", "no-store"))
				.andExpect(header().string("X-Content-Type-Options", "nosniff"))
				.andExpect(header().string("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"))
				.andExpect(header().string("Cross-Origin-Resource-Policy", "same-origin"))
				.andExpect(header().string("Content-Disposition", "inline; filename=\"evidence-" + certificate.getId() + "-1.jpg\""));
		perform(get(path + "99")).andExpect(status().isNotFound());
		session = signedIn(filed.personId(TestRecords.SECOND_PERSON), "演示乙");
		perform(get(path + "1")).andExpect(status().isNotFound());
	}

	@Test
	void another_persons_record_is_unknown_in_every_way() throws Exception {
		var record = filed.completeDraft("gz-school");
		session = signedIn(filed.personId(TestRecords.SECOND_PERSON), "演示乙");
		for (var way : new String[] { "", "/edit", "/deletion", "/withdrawal" }) {
			assertThat(text(perform(get(path(record, way))).andExpect(status().isNotFound()))).contains("没有找到该职称信息").doesNotContain("演示甲");
		}
		save(record, Map.of("committee", "别人")).andExpect(status().isNotFound());
		submit(record).andExpect(status().isNotFound());
		perform(post(path(record, "/withdrawal"))).andExpect(status().isNotFound());
		perform(post(path(record, "/deletion"))).andExpect(flash().attribute("warning", "没有找到该职称信息，可能已经删除。"));
		upload(record, EvidenceKind.PHOTO, "a.jpg", SamplePhotos.jpeg(), record.version()).andExpect(status().isNotFound());
		assertThat(filing.find(person, record.number())).isPresent();
	}

	// Help

	private TitleRecord draft() {
		return filing.begin(person).orElseThrow();
	}

	private TitleRecord now(TitleRecord record) {
		return filing.find(person, record.number()).orElseThrow();
	}

	private static String path(TitleRecord record, String rest) {
		return "/portal/records/" + record.number() + rest;
	}

	private ResultActions save(TitleRecord record, Map<String, String> fields) throws Exception {
		return save(record, record.version(), fields);
	}

	private ResultActions save(TitleRecord record, int version, Map<String, String> fields) throws Exception {
		var request = multipart(path(record, "/edit")).param("version", "" + version);
		fields.forEach(request::param);
		return perform(request);
	}

	private ResultActions submit(TitleRecord record) throws Exception {
		return perform(post(path(record, "/submission")).param("version", "" + record.version()).param("truthful", "true"));
	}

	private ResultActions upload(TitleRecord record, EvidenceKind kind, String name, byte[] content, int version) throws Exception {
		return perform(multipart(path(record, "/evidence/" + kind)).file(new MockMultipartFile("file", name, "application/octet-stream", content))
				.param("version", "" + version));
	}

	private ResultActions perform(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(request.with(session).with(csrf()));
	}

	private String page(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return text(perform(request).andExpect(status().isOk()));
	}

	private static String text(ResultActions answer) throws Exception {
		return answer.andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
	}

	private static int versionIn(String page) {
		var found = Pattern.compile("name=\"version\" value=\"(\\d+)\"").matcher(page);
		assertThat(found.find()).isTrue();
		return Integer.parseInt(found.group(1));
	}

	private static int count(String text, String part) {
		return (text.length() - text.replace(part, "").length()) / part.length();
	}

	private static String committee(TitleRecord record) {
		return RecordField.COMMITTEE.valueOf(record.details());
	}
}
