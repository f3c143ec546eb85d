package cn.zhicheng.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.FilingSettings;
import cn.zhicheng.reference.ReferenceSettings;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.filing.Sex;
import cn.zhicheng.filing.TitleCatalogue;
import cn.zhicheng.filing.TitleLevel;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

class DoubtsTest {

	private final FilingSettings titles = new FilingSettings(new ClassPathResource("reference/titles.csv"),
			FilingSettings.Activation.REQUIRED, Duration.ofDays(90), null);
	private final ReferenceSettings regions = new ReferenceSettings(new ClassPathResource("reference/regions.csv"));
	private final Doubts doubts = new Doubts(new TitleCatalogue(titles), new Regions(regions));
	private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
	private final FiledRecord filed = new FiledRecord();

	DoubtsTest() {
		messages.setBasenames("messages/review-doubts", "messages/filing-values");
		messages.setDefaultEncoding("UTF-8");
	}

	@Test
	void aRecordInOrderHasNone() {
		assertThat(doubts.of(filed)).isEmpty();
	}

	@Test
	void whatWasNotFiledIsNotDoubted() {
		assertThat(doubts.of(FiledRecord.empty())).isEmpty();
	}

	@Test
	void aDateOfBirthUnlikeTheIdentityNumbers() {
		filed.birthDate = LocalDate.of(1980, 1, 10);

		assertThat(sentences()).containsExactly("出生日期 1980-01-10 与证件号码中的 1980-01-01 不一致");
		assertThat(doubts.of(filed)).extracting(Doubt::code, Doubt::field)
				.containsExactly(tuple("BIRTH_DATE_DIFFERS", "birthDate"));
	}

	@Test
	void aSexUnlikeTheIdentityNumbers() {
		filed.sex = Sex.FEMALE;

		assertThat(sentences()).containsExactly("性别“女”与证件号码中的“男”不一致");
	}

	@Test
	void aResidencePermitTellsDateOfBirthAndSexToo() {
		filed.documentType = DocumentType.HMT_RESIDENCE_PERMIT;
		filed.documentNumber = "810000199408230021";

		assertThat(kinds()).containsExactly(DoubtKind.BIRTH_DATE_DIFFERS, DoubtKind.SEX_DIFFERS);
	}

	@Test
	void aPassportTellsNothingAboutThePerson() {
		filed.documentType = DocumentType.PASSPORT;
		filed.documentNumber = "E12345678";
		filed.sex = Sex.FEMALE;

		assertThat(doubts.of(filed)).isEmpty();
	}

	@Test
	void someoneOfFifteenInTheYearOfReview() {
		filed.reviewYear = 1995;
		filed.issueDate = LocalDate.of(1995, 12, 1);

		assertThat(sentences()).containsExactly("评审年度 1995 年时不满 16 周岁（出生日期 1980-01-01）");
	}

	@Test
	void someoneOfSixteenInTheYearOfReviewIsNotTooYoung() {
		filed.birthDate = null;
		filed.reviewYear = 1996;
		filed.issueDate = LocalDate.of(1996, 12, 1);

		assertThat(doubts.of(filed)).isEmpty();
	}

	@Test
	void theIdentityNumberTellsTheAgeIfNoDateOfBirthWasFiled() {
		filed.birthDate = null;
		filed.reviewYear = 1990;
		filed.issueDate = LocalDate.of(1990, 12, 1);

		assertThat(kinds()).containsExactly(DoubtKind.TOO_YOUNG);
	}

	@Test
	void aCertificateIssuedBeforeTheYearOfReview() {
		filed.issueDate = LocalDate.of(2014, 12, 31);

		assertThat(sentences()).containsExactly("发证日期 2014-12-31 早于评审年度 2015 年");
	}

	@ParameterizedTest
	@CsvSource({"2015-01-01, false", "2016-12-31, false", "2017-01-01, true"})
	void aCertificateIssuedMoreThanAYearAfterTheYearOfReview(LocalDate issued, boolean doubtful) {
		filed.issueDate = issued;
		filed.firstAppointmentDate = null;

		assertThat(kinds().contains(DoubtKind.ISSUED_LONG_AFTER_REVIEW)).isEqualTo(doubtful);
		assertThat(kinds()).hasSize(doubtful ? 1 : 0);
	}

	@Test
	void aReissuedCertificateWeighsLittle() {
		filed.issueDate = LocalDate.of(2018, 3, 1);
		filed.firstAppointmentDate = null;

		assertThat(sentences()).containsExactly("发证日期 2018-03-01 比评审年度 2015 年晚一年以上");
		assertThat(DoubtKind.ISSUED_LONG_AFTER_REVIEW.weight()).isEqualTo(DoubtKind.Weight.LOW);
	}

	@Test
	void anAppointmentBeforeTheCertificate() {
		filed.firstAppointmentDate = LocalDate.of(2015, 12, 19);

		assertThat(sentences()).containsExactly("首次聘任时间 2015-12-19 早于发证日期 2015-12-20");
	}

	@Test
	void anAppointmentOnTheDayOfTheCertificateIsInOrder() {
		filed.firstAppointmentDate = filed.issueDate;

		assertThat(doubts.of(filed)).isEmpty();
	}

	@Test
	void aSeriesTheTableLacksIsOneDoubtNotThree() {
		filed.series = "占星人员";

		assertThat(sentences()).containsExactly("职称系列“占星人员”不在职称系列表中");
	}

	@Test
	void anOldTitleIsDoubtedNotRefused() {
		filed.title = "中学高级教师";

		assertThat(sentences()).containsExactly("职称名称“中学高级教师”不在“中小学教师”系列的职称表中");
	}

	@Test
	void aLevelUnlikeTheTables() {
		filed.level = TitleLevel.SENIOR;

		assertThat(sentences()).containsExactly("职称表中“高级教师”是副高级，填报的级别是正高级");
	}

	@Test
	void aRegionOutsideTheProvince() {
		filed.issuerRegion = "110000";

		assertThat(sentences()).containsExactly("发证单位行政区代码 110000 不在我省行政区划表中");
	}

	@Test
	void anAbolishedRegionNamesItsSuccessor() {
		filed.issuerRegion = "622200";

		assertThat(sentences()).containsExactly("发证单位行政区代码 622200（张掖地区）已停用，现为 620700（张掖市）");
	}

	@Test
	void aCertificateNumberedByThePersonsOwnOldNumber() {
		filed.certificateNumber = "甘职证620702800101001";

		assertThat(kinds()).containsExactly(DoubtKind.CERTIFICATE_HAS_OWN_OLD_NUMBER);
	}

	@Test
	void aCertificateNumberedByAnotherOldNumber() {
		filed.certificateNumber = "620102751130004";

		assertThat(kinds()).containsExactly(DoubtKind.CERTIFICATE_HAS_OTHER_OLD_NUMBER);
	}

	@Test
	void severalDoubtsComeTogether() {
		filed.sex = Sex.FEMALE;
		filed.level = TitleLevel.SENIOR;
		filed.issuerRegion = "622201";

		assertThat(kinds()).containsExactly(DoubtKind.SEX_DIFFERS, DoubtKind.LEVEL_DIFFERS,
				DoubtKind.ISSUER_REGION_HISTORICAL);
	}

	@Test
	void noIdentityNumberStandsInADoubt() {
		filed.birthDate = LocalDate.of(2001, 1, 1);
		filed.sex = Sex.FEMALE;
		filed.certificateNumber = "620102751130004";

		assertThat(sentences()).hasSize(4).noneMatch(text -> text.contains("620102") || text.contains("620702"));
		assertThat(doubts.of(filed).toString()).doesNotContain("620102", "620702");
	}

	@ParameterizedTest
	@EnumSource
	void everyDoubtSaysWhatWasFoundAndWhyItMatters(DoubtKind kind) {
		assertThat(messages.getMessage(kind.messageKey(), null, Locale.CHINA)).containsPattern("\\p{IsHan}");
		assertThat(messages.getMessage(kind.reasonKey(), null, Locale.CHINA)).containsPattern("\\p{IsHan}");
	}

	@ParameterizedTest
	@EnumSource
	void everyDoubtIsAboutAFieldOfTheRecord(DoubtKind kind) {
		String getter = "get" + Character.toUpperCase(kind.field().charAt(0)) + kind.field().substring(1);

		assertThat(CheckedRecord.class.getMethods()).extracting(Method::getName).contains(getter);
	}

	@Test
	void noTextIsLeftOver() throws Exception {
		Set<Object> inFile = new TreeSet<>(PropertiesLoaderUtils.loadProperties(
				new EncodedResource(new ClassPathResource("messages/review-doubts.properties"), "UTF-8")).keySet());

		assertThat(inFile).containsExactlyInAnyOrderElementsOf(Arrays.stream(DoubtKind.values())
				.flatMap(kind -> List.of(kind.messageKey(), kind.reasonKey()).stream()).toList());
	}

	private List<DoubtKind> kinds() {
		return doubts.of(filed).stream().map(Doubt::kind).toList();
	}

	private List<String> sentences() {
		return doubts.of(filed).stream().map(doubt -> messages.getMessage(doubt, Locale.CHINA)).toList();
	}

	/** 演示甲's title, in order unless a test changes it. */
	private static final class FiledRecord implements CheckedRecord {

		private Sex sex = Sex.MALE;
		private DocumentType documentType = DocumentType.RESIDENT_ID_CARD;
		private String documentNumber = "62070219800101001X";
		private LocalDate birthDate = LocalDate.of(1980, 1, 1);
		private Integer reviewYear = 2015;
		private LocalDate issueDate = LocalDate.of(2015, 12, 20);
		private LocalDate firstAppointmentDate = LocalDate.of(2016, 1, 1);
		private String series = "中小学教师";
		private String title = "高级教师";
		private TitleLevel level = TitleLevel.ASSOCIATE_SENIOR;
		private String issuerRegion = "620700";
		private String certificateNumber = "甘2015-00123";

		static FiledRecord empty() {
			FiledRecord nothing = new FiledRecord();
			nothing.sex = null;
			nothing.documentType = null;
			nothing.documentNumber = null;
			nothing.birthDate = null;
			nothing.reviewYear = null;
			nothing.issueDate = null;
			nothing.firstAppointmentDate = null;
			nothing.series = null;
			nothing.title = null;
			nothing.level = null;
			nothing.issuerRegion = null;
			nothing.certificateNumber = null;
			return nothing;
		}

		@Override
		public Sex getSex() {
			return sex;
		}

		@Override
		public DocumentType getDocumentType() {
			return documentType;
		}

		@Override
		public String getDocumentNumber() {
			return documentNumber;
		}

		@Override
		public LocalDate getBirthDate() {
			return birthDate;
		}

		@Override
		public Integer getReviewYear() {
			return reviewYear;
		}

		@Override
		public LocalDate getIssueDate() {
			return issueDate;
		}

		@Override
		public LocalDate getFirstAppointmentDate() {
			return firstAppointmentDate;
		}

		@Override
		public String getSeries() {
			return series;
		}

		@Override
		public String getTitle() {
			return title;
		}

		@Override
		public TitleLevel getLevel() {
			return level;
		}

		@Override
		public String getIssuerRegion() {
			return issuerRegion;
		}

		@Override
		public String getCertificateNumber() {
			return certificateNumber;
		}
	}
}
