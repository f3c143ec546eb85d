package cn.zhicheng.filing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

import cn.zhicheng.HostileSpreadsheets;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.Rosters.Candidate;
import cn.zhicheng.filing.web.RosterRows.Reading;

/**
 * Lists of people as units have them: pasted, CSV of whatever spreadsheet, xlsx.
 */
class RosterRowsTest {

	private static final String NUMBER = "62070219800101001X";

	private final RosterRows rows = new RosterRows(texts());

	private static PageTexts texts() {
		var messages = new ResourceBundleMessageSource();
		messages.setBasename("messages/filing-values");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return new PageTexts(messages);
	}

	@Test
	void name_number_and_type_may_stand_in_any_order_and_be_separated_in_any_way() {
		var text = """
				演示甲 62070219800101001X
				620702198506150026,演示乙

				护照	E12345678	John Smith
				"演示丙","620722197812030031","居民身份证"
				Mary Jane Watson E87654321
				演示戊，="620102197511300044"
				""";
		assertThat(people(rows.fromText(text))).extracting(Candidate::row, Candidate::documentType, Candidate::documentNumber, Candidate::name)
				.containsExactly(tuple(1, DocumentType.RESIDENT_ID_CARD, NUMBER, "演示甲"),
						tuple(2, DocumentType.RESIDENT_ID_CARD, "620702198506150026", "演示乙"),
						tuple(4, DocumentType.PASSPORT, "E12345678", "John Smith"),
						tuple(5, DocumentType.RESIDENT_ID_CARD, "620722197812030031", "演示丙"),
						tuple(6, DocumentType.RESIDENT_ID_CARD, "E87654321", "Mary Jane Watson"),
						tuple(7, DocumentType.RESIDENT_ID_CARD, "620102197511300044", "演示戊"));
	}

	@Test
	void with_a_heading_other_columns_do_not_matter() {
		var text = "序号,部门,姓名,身份证号码,手机\n1,语文组,演示甲," + NUMBER + ",13893612345\n2,数学组,演示乙,620702198506150026,\n";
		assertThat(people(rows.fromText(text))).extracting(Candidate::row, Candidate::documentNumber, Candidate::name)
				.containsExactly(tuple(2, NUMBER, "演示甲"), tuple(3, "620702198506150026", "演示乙"));
	}

	@Test
	void a_type_that_does_not_exist_and_a_column_too_many_are_no_type() {
		assertThat(people(rows.fromText("军官证,12345678,演示甲\n1,演示甲," + NUMBER))).extracting(Candidate::documentType).containsExactly(null, null);
		assertThat(people(rows.fromText("姓名,证件类型,证件号码\n演示甲,军官证,12345678"))).extracting(Candidate::documentType).containsOnlyNulls();
	}

	@Test
	void csv_is_read_in_both_encodings() {
		var csv = "姓名,证件号码\r\n演示甲," + NUMBER + "\r\n";
		for (var content : List.of(csv.getBytes(Charset.forName("GB18030")), csv.getBytes(StandardCharsets.UTF_8),
				("\uFEFF" + csv).getBytes(StandardCharsets.UTF_8))) {
			assertThat(people(rows.fromFile(content))).extracting(Candidate::name, Candidate::documentNumber).containsExactly(tuple("演示甲", NUMBER));
		}
	}

	@Test
	void in_a_workbook_a_number_kept_as_amount_is_not_taken_for_the_number_it_was() throws IOException {
		var content = workbook(sheet -> {
			sheet.value(0, 0, "姓名");
			sheet.value(0, 1, "证件号码");
			sheet.value(1, 0, "演示甲");
			sheet.value(1, 1, NUMBER);
			sheet.value(3, 0, "演示乙");
			sheet.value(3, 1, 620702198506150026d);
		});
		assertThat(people(rows.fromFile(content))).extracting(Candidate::row, Candidate::name, Candidate::documentNumber)
				.containsExactly(tuple(2, "演示甲", NUMBER), tuple(4, "演示乙", "6.20702E+17"));
	}

	@Test
	void what_cannot_be_read_is_told() throws IOException {
		assertThat(rows.fromText("\n \n")).isEqualTo(new Reading.Unreadable("roster.file.empty"));
		assertThat(rows.fromText("姓名,证件号码\n")).isEqualTo(new Reading.Unreadable("roster.file.empty"));
		assertThat(rows.fromText(String.join("\n", Collections.nCopies(5_001, "演示甲," + NUMBER)))).isEqualTo(new Reading.Unreadable("roster.file.tooMany", List.of(5_000)));
		assertThat(rows.fromFile(new byte[] { (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1, 0, 0 }))
				.isEqualTo(new Reading.Unreadable("roster.file.old"));
		assertThat(rows.fromFile(new byte[] { 1, 0, 2, 0, 3, 0, 4, 0 })).isEqualTo(new Reading.Unreadable("roster.file.unknown"));
		assertThat(rows.fromFile(new byte[] { 'P', 'K', 3, 4, 9, 9, 9, 9, 9 })).isEqualTo(new Reading.Unreadable("roster.file.damaged"));
		assertThat(rows.fromFile(zip("word/document.xml", 100))).isEqualTo(new Reading.Unreadable("roster.file.damaged"));
	}

	@Test
	void a_bomb_is_not_unpacked() throws IOException {
		assertThat(rows.fromFile(zip("xl/sharedStrings.xml", 200_000_000))).isEqualTo(new Reading.Unreadable("roster.file.large"));
	}

	@Test
	void a_cell_where_no_spreadsheet_has_one_does_not_fill_the_memory() throws IOException {
		var content = workbook(sheet -> sheet.value(0, 0, "演示甲 " + NUMBER));
		assertThat(people(rows.fromFile(content))).hasSize(1);
		assertThat(rows.fromFile(rewritten(content, "r=\"A1\"", "r=\"ZZZZZZ1\""))).isEqualTo(new Reading.Unreadable("roster.file.damaged"));
	}

	@Test
	void a_shared_string_that_many_cells_show_does_not_multiply() throws IOException {
		refused("table.longCell", HostileSpreadsheets.of(List.of("长".repeat(32_000)), 1_000, row -> HostileSpreadsheets.cells(2, 0)));
		refused("table.tooMuchText", HostileSpreadsheets.of(List.of("长".repeat(1_900)), 4_000, row -> HostileSpreadsheets.cells(100, 0)));
		// No string has this number: the parser would make up two thousand millions of them.
		refused("roster.file.damaged", HostileSpreadsheets.of(List.of("演示甲"), 1, row -> HostileSpreadsheets.cells(1, 2_000_000_000)));
	}

	@Test
	void rows_columns_and_cells_are_counted_whether_anything_stands_in_them_or_not() throws IOException {
		refused("table.tooManyRows", HostileSpreadsheets.of(List.of(), 100_001, row -> ""));
		refused("table.tooManyColumns", HostileSpreadsheets.of(List.of("甲"), 1, row -> HostileSpreadsheets.cells(257, 0)));
		refused("table.tooManyColumns", HostileSpreadsheets.of(List.of("甲"), 1, row -> "<c r=\"IW1\" t=\"s\"><v>0</v></c>"));
		refused("table.tooManyCells", HostileSpreadsheets.of(List.of(), 5_000, row -> "<c/>".repeat(250)));
	}

	@Test
	void numbers_and_formulas_do_not_unfold() throws IOException {
		for (var number : List.of("1E999999999", "1E-999999999", "1".repeat(65))) {
			refused("roster.file.damaged", HostileSpreadsheets.of(List.of(), 1, row -> "<c><v>" + number + "</v></c>"));
		}
		refused("table.formulas", HostileSpreadsheets.of(List.of(), 4_000, row -> "<c r=\"A" + (row + 1) + "\"><f t=\"shared\" si=\"0\""
				+ (row == 0 ? " ref=\"A1:A4000\">" + "A1+".repeat(2_600) + "A1" : ">") + "</f></c>"));
		refused("table.formulas", HostileSpreadsheets.of(List.of(), 20_000, row -> "<c r=\"A" + (row + 1) + "\"><f t=\"array\" ref=\"A" + (row + 1) + "\">1</f></c>"
				+ "<c r=\"B" + (row + 1) + "\"/>"));
		refused("roster.file.damaged", HostileSpreadsheets.of(List.of(), 1, row -> "<c r=\"A1\"><f t=\"shared\" si=\"0\"></f></c>"));
	}

	@Test
	void text_is_bounded_as_a_workbook_is() {
		refused("table.longCell", csv("演示甲," + NUMBER + "," + "长".repeat(2_001)));
		refused("table.tooManyColumns", csv("演示甲," + NUMBER + ",".repeat(255)));
		refused("table.tooManyColumns", csv("演 ".repeat(257)));
		refused("table.tooManyRows", csv("\n".repeat(100_001) + "演示甲," + NUMBER));
		refused("table.tooMuchText", csv((("长".repeat(1_900) + ",").repeat(20) + "\n").repeat(300)));
		assertThat(people(rows.fromText("姓名,证件号码,备注\n演示甲," + NUMBER + "," + "长".repeat(2_000)))).hasSize(1);
	}

	private static byte[] csv(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private void refused(String messageKey, byte[] content) {
		var reading = rows.fromFile(content);
		assertThat(reading).isInstanceOf(Reading.Unreadable.class);
		assertThat(((Reading.Unreadable) reading).messageKey()).isEqualTo(messageKey);
	}

	private static byte[] rewritten(byte[] workbook, String from, String to) throws IOException {
		var content = new ByteArrayOutputStream();
		boolean found = false;
		try (var in = ZipFile.builder().setByteArray(workbook).get(); var out = new ZipOutputStream(content)) {
			for (var entry : Collections.list(in.getEntries())) {
				var text = new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
				found |= text.contains(from);
				out.putNextEntry(new ZipEntry(entry.getName()));
				out.write(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
			}
		}
		assertThat(found).isTrue();
		return content.toByteArray();
	}

	private static byte[] zip(String entry, int zeros) throws IOException {
		var content = new ByteArrayOutputStream();
		try (var zip = new ZipOutputStream(content)) {
			zip.putNextEntry(new ZipEntry(entry));
			var block = new byte[100];
			for (int written = 0; written < zeros; written += block.length) {
				zip.write(block);
			}
		}
		return content.toByteArray();
	}

	private static byte[] workbook(Consumer<Worksheet> filling) throws IOException {
		var content = new ByteArrayOutputStream();
		try (var workbook = new Workbook(content, "test", "1.0")) {
			filling.accept(workbook.newWorksheet("名单"));
		}
		return content.toByteArray();
	}

	private static List<Candidate> people(Reading reading) {
		assertThat(reading).isInstanceOf(Reading.People.class);
		return ((Reading.People) reading).candidates();
	}
}
