package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.designer.DeadlineRow;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The table of dates in a page: its rows, and the file with other rows.
 */
class DeadlineFileTest {

	private byte[] file;

	@BeforeEach
	void read_the_table_of_the_notices() throws IOException {
		file = Files.readAllBytes(ProcessFolder.file("deadlines.dmn"));
	}

	@Test
	void each_row_of_the_notices_is_shown() {
		assertThat(rows(file)).hasSize(8).element(2).isEqualTo(new DeadlineRow("zhangyeCountyDepartment", "6207", Set.of(Stage.DEPARTMENT),
				Set.of(OrganisationLevel.COUNTY), "05-20", "张人社职〔2021〕39号 三", null));
		assertThat(rows(file).get(6).stages()).containsExactly(Stage.UNIT, Stage.DEPARTMENT);
	}

	@Test
	void what_was_not_changed_comes_back_as_it_was() {
		assertThat(rows(with(rows(file)))).isEqualTo(rows(file));
		assertThat(new String(with(rows(file)), StandardCharsets.UTF_8)).contains("deadlinesDiagram", "zhangyeNotice_di", "biodi:annotationsWidth");
	}

	@Test
	void a_date_that_was_changed_stands_in_the_file_and_nothing_else_has_changed() {
		var rows = new ArrayList<>(rows(file));
		var row = rows.get(1);
		rows.set(1, new DeadlineRow(row.id(), row.region(), row.stages(), row.levels(), "2021-05-15", row.source(), null));

		assertThat(rows(with(rows))).isEqualTo(rows);
	}

	@Test
	void a_row_that_was_removed_is_gone() {
		var rows = new ArrayList<>(rows(file));
		rows.remove(4);

		assertThat(rows(with(rows))).isEqualTo(rows);
	}

	@Test
	void a_new_row_about_a_smaller_region_stands_before_those_about_larger_ones() {
		var rows = new ArrayList<>(rows(file));
		rows.add(new DeadlineRow("", "620702", Set.of(Stage.UNIT), Set.of(), "05-12", "甘区职改办〔2021〕1号", null));
		rows.add(new DeadlineRow("", "62", Set.of(Stage.UNIT), Set.of(OrganisationLevel.PROVINCE), "05-25", "省厅", null));

		var changed = rows(with(rows));

		assertThat(changed).hasSize(10);
		assertThat(changed.get(0)).satisfies(row -> {
			assertThat(row.region()).isEqualTo("620702");
			assertThat(row.date()).isEqualTo("05-12");
			assertThat(row.source()).isEqualTo("甘区职改办〔2021〕1号");
		});
		assertThat(changed.get(9).levels()).containsExactly(OrganisationLevel.PROVINCE);
		assertThat(changed).extracting(DeadlineRow::id).doesNotHaveDuplicates();
	}

	@Test
	void a_row_that_is_more_than_the_page_can_show_is_kept_as_it_is_written() {
		var written = new String(file, StandardCharsets.UTF_8).replaceFirst("starts with\\(\\?, \"6207\"\\)", "starts with(?, \"6207\") or ? = \"620100\"")
				.getBytes(StandardCharsets.UTF_8);

		assertThat(rows(written).get(0).written()).contains("or ? = \"620100\"");
		assertThat(rows(with(written, rows(written)))).isEqualTo(rows(written));
	}

	@Test
	void what_is_typed_is_text_and_nothing_else() {
		var rows = new ArrayList<>(rows(file));
		rows.set(1, new DeadlineRow("zhangyeUnit", "62\"07", Set.of(Stage.UNIT), Set.of(), "05-\"+\"15", "", null));

		var text = new String(with(rows), StandardCharsets.UTF_8);

		assertThat(text).contains("starts with(?, \"62\\\"07\")", "\"05-\\\"+\\\"15\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "kein XML", "<definitions/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>" })
	void what_is_no_table_has_no_rows(String content) {
		assertThat(DeadlineFile.read(content.getBytes(StandardCharsets.UTF_8))).isEmpty();
	}

	private byte[] with(List<DeadlineRow> rows) {
		return with(file, rows);
	}

	private static byte[] with(byte[] file, List<DeadlineRow> rows) {
		return DeadlineFile.read(file).orElseThrow().withRows(rows);
	}

	private static List<DeadlineRow> rows(byte[] file) {
		return DeadlineFile.read(file).orElseThrow().rows();
	}
}
