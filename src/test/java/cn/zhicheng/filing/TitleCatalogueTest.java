package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhicheng.reference.MalformedReferenceTableException;
import cn.zhicheng.filing.TitleCatalogue.Title;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class TitleCatalogueTest {

	private static final String HEADER = "series,level,title,certainty\n";

	private final TitleCatalogue catalogue = new TitleCatalogue(new ClassPathResource("reference/titles.csv"));

	/** Titles per series: all, senior, associate senior, intermediate, assistant, technician. */
	@ParameterizedTest
	@CsvSource({
			"高等学校教师, 4, 1, 1, 1, 1, 0",
			"哲学社会科学研究人员, 4, 1, 1, 1, 1, 0",
			"自然科学研究人员, 4, 1, 1, 1, 1, 0",
			"卫生技术人员, 21, 4, 4, 5, 4, 4",
			"工程技术人员, 5, 1, 1, 1, 1, 1",
			"农业技术人员, 14, 4, 3, 3, 3, 1",
			"新闻专业人员, 8, 2, 2, 2, 2, 0",
			"出版专业人员, 4, 1, 1, 1, 1, 0",
			"图书资料专业人员, 5, 1, 1, 1, 1, 1",
			"档案专业人员, 5, 1, 1, 1, 1, 1",
			"文物博物专业人员, 4, 1, 1, 1, 1, 0",
			"工艺美术专业人员, 5, 1, 1, 1, 1, 1",
			"技工院校教师, 9, 2, 2, 2, 2, 1",
			"中等职业学校教师, 9, 2, 2, 2, 2, 1",
			"中小学教师, 5, 1, 1, 1, 1, 1",
			"体育专业人员, 4, 1, 1, 1, 1, 0",
			"翻译专业人员, 4, 1, 1, 1, 1, 0",
			"播音主持专业人员, 4, 1, 1, 1, 1, 0",
			"会计专业人员, 5, 1, 1, 1, 1, 1",
			"统计专业人员, 5, 1, 1, 1, 1, 1",
			"经济专业人员, 5, 1, 1, 1, 1, 1",
			"审计专业人员, 5, 1, 1, 1, 1, 1",
			"实验技术人才, 5, 1, 1, 1, 1, 1",
			"艺术专业人员, 32, 8, 8, 8, 8, 0",
			"公共法律服务专业人员, 4, 1, 1, 1, 1, 0",
			"船舶专业技术人员, 5, 1, 1, 1, 1, 1",
			"民用航空飞行技术人员, 4, 1, 1, 1, 1, 0"})
	void everySeriesHasItsTitlesAtEachLevel(String series, int all, int senior, int associate, int intermediate,
			int assistant, int technician) {
		assertThat(catalogue.titlesOf(series)).hasSize(all).allSatisfy(title -> {
			assertThat(title.series()).isEqualTo(series);
			assertThat(catalogue.levelOf(series, title.name())).contains(title.level());
		});
		assertThat(catalogue.titlesOf(series)).filteredOn(Title::level, TitleLevel.SENIOR).hasSize(senior);
		assertThat(catalogue.titlesOf(series)).filteredOn(Title::level, TitleLevel.ASSOCIATE_SENIOR).hasSize(associate);
		assertThat(catalogue.titlesOf(series)).filteredOn(Title::level, TitleLevel.INTERMEDIATE).hasSize(intermediate);
		assertThat(catalogue.titlesOf(series)).filteredOn(Title::level, TitleLevel.JUNIOR_ASSISTANT).hasSize(assistant);
		assertThat(catalogue.titlesOf(series)).filteredOn(Title::level, TitleLevel.JUNIOR_TECHNICIAN).hasSize(technician);
	}

	@Test
	void thereAreTwentySevenSeries() {
		assertThat(catalogue.series()).hasSize(27).doesNotHaveDuplicates().startsWith("高等学校教师");
	}

	@ParameterizedTest
	@CsvSource({
			"高等学校教师, 教授, SENIOR",
			"卫生技术人员, 主管医师, INTERMEDIATE",
			"卫生技术人员, 主治医师, INTERMEDIATE",
			"卫生技术人员, 护士, JUNIOR_TECHNICIAN",
			"工程技术人员, 高级工程师, ASSOCIATE_SENIOR",
			"农业技术人员, 农业技术推广研究员, SENIOR",
			"新闻专业人员, 编辑, INTERMEDIATE",
			"技工院校教师, 二级实习指导教师, JUNIOR_ASSISTANT",
			"会计专业人员, 正高级会计师, SENIOR",
			"审计专业人员, 助理审计师, JUNIOR_ASSISTANT",
			"艺术专业人员, 一级演员, SENIOR",
			"民用航空飞行技术人员, 一级飞行员, ASSOCIATE_SENIOR"})
	void aTitleHasTheLevelOfTheTable(String series, String title, TitleLevel level) {
		assertThat(catalogue.contains(series, title)).isTrue();
		assertThat(catalogue.levelOf(series, title)).contains(level);
	}

	@ParameterizedTest
	@CsvSource({"中小学教师, 中学高级教师", "中小学教师, 小学高级教师", "工程技术人员, 教授级高级工程师", "中等职业学校教师, 教员", "出版专业人员, 技术编辑",
			"高等学校教师, 工程师", "占星人员, 工程师", "工程技术人员,", ", 工程师"})
	void oldAndForeignTitlesAreNotInTheTable(String series, String title) {
		assertThat(catalogue.contains(series, title)).isFalse();
		assertThat(catalogue.levelOf(series, title)).isEmpty();
	}

	@Test
	void namesAreComparedWithoutBlanks() {
		assertThat(catalogue.levelOf("工程技术人员 ", "高级 工程师")).contains(TitleLevel.ASSOCIATE_SENIOR);
		assertThat(catalogue.hasSeries("　工程技术人员")).isTrue();
	}

	@Test
	void titlesComeHighestLevelFirst() {
		assertThat(catalogue.titlesOf("卫生技术人员")).extracting(Title::name)
				.startsWith("主任医师", "主任药师", "主任护师", "主任技师", "副主任医师").endsWith("医士", "药士", "护士", "技士");
	}

	@Test
	void rowsToBeCheckedAreMarked() {
		assertThat(catalogue.titlesOf("工程技术人员")).allMatch(Title::sure);
		assertThat(catalogue.titlesOf("体育专业人员")).noneMatch(Title::sure);
	}

	@Test
	void aFileSavedByASpreadsheetIsRead() {
		TitleCatalogue own = catalogueOf("\uFEFF# note\r\n\r\n" + HEADER.replace("\n", "\r\n") + "甲系列, senior , 甲师 ,SURE\r\n");

		assertThat(own.series()).containsExactly("甲系列");
		assertThat(own.levelOf("甲系列", "甲师")).contains(TitleLevel.SENIOR);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"series;level;title;certainty                    | line 1: the header must be",
			"series,level,title,certainty                    | there are no rows",
			"series,level,title,certainty\\n甲,SENIOR,甲师    | line 2: there must be 4 fields, not 3",
			"series,level,title,certainty\\n甲,TOP,甲师,sure  | line 2: level must be one of",
			"series,level,title,certainty\\n\\n甲,SENIOR,,sure | line 3: title is empty",
			"series,level,title,certainty\\n甲,SENIOR,甲师,yes | line 2: certainty must be one of",
			"series,level,title,certainty\\n甲,SENIOR,\"甲\",sure | line 2: quotes are not supported",
			"series,level,title,certainty\\n甲,SENIOR,甲师,sure\\n甲,INTERMEDIATE,甲师,sure | line 3: 甲 has 甲师 twice"})
	void aMalformedFileIsRefusedWithLineAndReason(String text, String reason) {
		assertThatThrownBy(() -> catalogueOf(text.replace("\\n", "\n")))
				.isInstanceOf(MalformedReferenceTableException.class).hasMessageContaining("own titles")
				.hasMessageContaining(reason);
	}

	@Test
	void aFileInAnotherEncodingIsRefused() {
		byte[] gbk = (HEADER + "甲,SENIOR,甲师,sure\n").getBytes(Charset.forName("GBK"));

		assertThatThrownBy(() -> new TitleCatalogue(new ByteArrayResource(gbk, "own titles")))
				.hasMessageContaining("own titles").hasMessageContaining("line 2: the text is not UTF-8");
	}

	@Test
	void aMissingFileIsRefused() {
		assertThatThrownBy(() -> new TitleCatalogue(new ClassPathResource("reference/none.csv")))
				.isInstanceOf(MalformedReferenceTableException.class).hasMessageContaining("none.csv")
				.hasMessageContaining("does not exist");
	}

	private static TitleCatalogue catalogueOf(String text) {
		return new TitleCatalogue(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "own titles"));
	}
}
