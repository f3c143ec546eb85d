package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationKind;

/**
 * What keeps a record from being submitted, each problem beside its field and in words for the person who mends it.
 */
class SubmissionCheckTest {

	private static final String SCHOOL = "gz-school";

	private final OrganisationDirectory organisations = mock(OrganisationDirectory.class);
	private final EligibilityRules eligibility = mock(EligibilityRules.class);
	private final MutableClock clock = MutableClock.at("2021-04-01T09:00");
	private final SubmissionCheck check = new SubmissionCheck(organisations, eligibility, clock);
	private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
	private final TitleRecord record = new TitleRecord("ZC2021-00000001",
			new Applicant(DocumentType.RESIDENT_ID_CARD, "62070219800101001X", "hash", "演示甲", clock.instant()), clock.instant());

	@BeforeEach
	void everything_is_in_order() {
		messages.setBasenames("messages/filing", "messages/evidence");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		known(SCHOOL, OrganisationKind.UNIT);
		when(eligibility.refusals(any())).thenReturn(List.of());
		record.edit(TestRecords.content(SCHOOL), clock.instant());
	}

	@Test
	void a_complete_record_has_no_problem() {
		assertThat(problems()).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("requiredFields")
	void a_required_field_must_be_filled_in(RecordField field) {
		type(field, " ");
		assertOnlyProblem(field.key(), "problem.missing", "此项必填，请填写");
	}

	static Stream<RecordField> requiredFields() {
		return Arrays.stream(RecordField.values()).filter(RecordField::isRequired);
	}

	@Test
	void what_the_notice_does_not_ask_of_everyone_may_be_left_out() {
		var optional = Arrays.stream(RecordField.values()).filter(field -> !field.isRequired()).toList();
		assertThat(optional).containsExactly(RecordField.SOCIAL_SECURITY_NUMBER, RecordField.EMAIL, RecordField.FIRST_APPOINTMENT_DATE);
		optional.forEach(field -> type(field, ""));
		assertThat(problems()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = EvidenceKind.class, names = { "PHOTO", "CERTIFICATE", "QUALIFICATION_DOCUMENT", "REVIEW_FORM" })
	void required_evidence_must_be_uploaded(EvidenceKind missing) {
		var others = new ArrayList<>(List.of(EvidenceKind.values()));
		others.remove(missing);
		assertThat(check.problems(record, evidence(others)))
				.containsExactly(new FieldProblem("evidence." + missing, "problem.missingEvidence", List.of()));
	}

	@Test
	void other_evidence_may_be_left_out() {
		assertThat(check.problems(record, evidence(List.of(EvidenceKind.PHOTO, EvidenceKind.CERTIFICATE,
				EvidenceKind.QUALIFICATION_DOCUMENT, EvidenceKind.REVIEW_FORM)))).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = RecordField.class, names = { "BIRTH_DATE", "ISSUE_DATE", "FIRST_APPOINTMENT_DATE" })
	void a_date_may_be_today_in_china_but_not_later(RecordField field) {
		// In UTC it is still the day before.
		clock.set("2021-04-01T00:30");
		type(field, "2021-04-01");
		assertThat(problems()).isEmpty();
		type(field, "2021-04-02");
		assertOnlyProblem(field.key(), "problem.inFuture", "日期不能晚于今天，请核对");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1389361234", "138936123456", "12893612345", "1389361234a", "+8613893612345", "0936-8212345" })
	void a_mobile_number_has_eleven_digits_and_begins_as_one(String typed) {
		type(RecordField.MOBILE, typed);
		assertOnlyProblem("mobile", "problem.malformed.mobile", "手机号应为 11 位数字，请核对");
	}

	@ParameterizedTest
	@ValueSource(strings = { "yanshi", "yanshi@example", "@example.com", "yan shi@example.com", "a@b@example.com", "yanshi@example." })
	void an_e_mail_address_must_be_one(String typed) {
		type(RecordField.EMAIL, typed);
		assertOnlyProblem("email", "problem.malformed.email", "邮箱格式有误，请按 name@example.com 的格式填写");
	}

	@ParameterizedTest
	@ValueSource(strings = { "A1234", "A1234-5678", "社保卡12345678", "A123456789012345678901234567890" })
	void a_social_security_number_has_letters_and_digits_only(String typed) {
		type(RecordField.SOCIAL_SECURITY_NUMBER, typed);
		assertOnlyProblem("socialSecurityNumber", "problem.malformed.socialSecurityNumber", "社保卡号只能由数字和字母组成，请核对");
	}

	@Test
	void an_employer_must_be_in_the_directory() {
		type(RecordField.EMPLOYER, "no-school");
		assertOnlyProblem("employer", "problem.unknownEmployer", "没有这个单位，请输入单位名称的一部分，从查到的单位中选择");
	}

	@ParameterizedTest
	@CsvSource({ "UNIT, true", "ARCHIVE_AGENCY, true", "DEPARTMENT, false", "REFORM_OFFICE, false" })
	void only_units_and_archive_agencies_are_employers(OrganisationKind kind, boolean employs) {
		known("gz-other", kind);
		type(RecordField.EMPLOYER, "gz-other");
		if (employs) {
			assertThat(problems()).isEmpty();
		} else {
			assertThat(problems()).extracting(FieldProblem::field, FieldProblem::messageKey)
					.containsExactly(org.assertj.core.groups.Tuple.tuple("employer", "problem.unknownEmployer"));
		}
	}

	@Test
	void a_title_out_of_scope_is_refused_as_a_whole_in_the_notices_words() {
		when(eligibility.refusals(record.details())).thenReturn(List.of(
				new EligibilityRules.Refusal("以考代评的不在填报范围", "甘人社通〔2021〕117号 一"),
				new EligibilityRules.Refusal("2018年以后取得的不在填报范围", "甘人社通〔2021〕117号 一")));
		assertThat(problems()).extracting(FieldProblem::field).containsExactly("record", "record");
		assertThat(problems()).extracting(this::sentence).containsExactly("以考代评的不在填报范围（甘人社通〔2021〕117号 一）",
				"2018年以后取得的不在填报范围（甘人社通〔2021〕117号 一）");
	}

	@Test
	void everything_is_told_at_once() {
		type(RecordField.NAME, "");
		type(RecordField.MOBILE, "1389361234");
		type(RecordField.ISSUE_DATE, "2021-04-02");
		type(RecordField.EMPLOYER, "no-school");
		var problems = check.problems(record, List.of());
		assertThat(problems).extracting(FieldProblem::field).containsExactlyInAnyOrder("name", "mobile", "issueDate", "employer",
				"evidence.PHOTO", "evidence.CERTIFICATE", "evidence.QUALIFICATION_DOCUMENT", "evidence.REVIEW_FORM");
		assertThat(problems).extracting(this::sentence).doesNotContainNull().noneMatch(sentence -> sentence.contains("{"));
	}

	@Test
	void every_part_of_a_record_has_a_name_to_tell_the_problem_by() {
		for (var field : RecordField.values()) {
			assertThat(label(field.key())).isNotBlank();
		}
		for (var kind : EvidenceKind.values()) {
			assertThat(label(RecordKeys.of(kind))).isNotBlank();
		}
	}

	private void known(String code, OrganisationKind kind) {
		when(organisations.find(code)).thenReturn(Optional.of(new Organisation(code, code, kind, null, "620702", null)));
	}

	private void type(RecordField field, String text) {
		record.edit(Map.of(field, text), clock.instant());
	}

	private List<FieldProblem> problems() {
		return check.problems(record, evidence(List.of(EvidenceKind.values())));
	}

	private static List<Evidence> evidence(List<EvidenceKind> kinds) {
		return kinds.stream().map(kind -> {
			var file = mock(Evidence.class);
			when(file.getKind()).thenReturn(kind);
			return file;
		}).toList();
	}

	private void assertOnlyProblem(String field, String messageKey, String sentence) {
		assertThat(problems()).containsExactly(new FieldProblem(field, messageKey, List.of()));
		assertThat(problems()).extracting(this::sentence).containsExactly(sentence);
	}

	private String sentence(FieldProblem problem) {
		return messages.getMessage(problem.messageKey(), problem.arguments().toArray(), Locale.SIMPLIFIED_CHINESE);
	}

	private String label(String key) {
		return messages.getMessage(RecordKeys.messageKey(key), null, Locale.SIMPLIFIED_CHINESE);
	}
}
