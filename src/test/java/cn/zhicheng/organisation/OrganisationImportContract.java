package cn.zhicheng.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.HostileSpreadsheets;
import cn.zhicheng.organisation.OrganisationImport.Result;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Organisations from a spreadsheet: all or none of them, and every error with its place.
 */
@ApplicationTest
abstract class OrganisationImportContract {

	private static final Logger LOG = LoggerFactory.getLogger(OrganisationImportContract.class);
	private static final Staff COUNTY = new Staff("gz-reform", Set.of(StaffGroups.administratorsOf("gz-reform")));

	@Autowired
	OrganisationImport imports;
	@Autowired
	Organisations organisations;
	@Autowired
	OrganisationDirectory directory;
	@Autowired
	OrganisationStaff staff;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	IdentityService identities;
	@Autowired
	OrganisationWorkbooks workbooks;
	@Autowired
	JdbcTemplate database;

	@Test
	void a_tree_in_any_order_of_its_rows_is_taken() throws IOException {
		var result = take(row("imp-school", "导入小学", "用人单位", "imp-bureau", "620702"), row("imp-bureau", "导入局", "行业主管部门", "", "620702"));
		assertThat(result).isEqualTo(new Result.Imported(2, Map.of()));
		assertThat(directory.get("imp-school").path()).isEqualTo("/gs-reform/zy-reform/gz-reform/imp-bureau/imp-school/");
		assertThat(directory.get("imp-bureau").level()).isEqualTo(OrganisationLevel.COUNTY);
		// The group of its reviewers comes with the first of them.
		var own = new Staff("x", Set.of(StaffGroups.administratorsOf("imp-school")));
		assertThat(staff.add(own, "imp-school", StaffKind.REVIEWER, "imp-reviewer", "张三")).isInstanceOf(Outcome.Done.class);
		assertThat(accounts.membersOf("imp-school")).extracting(StaffAccounts.Account::userId).containsExactly("imp-reviewer");
	}

	@Test
	void every_error_is_told_with_row_and_column_and_nothing_is_taken() throws IOException {
		long before = organisations.count();
		var result = take(
				row("err-1", "好的", "用人单位", "", "620702"),
				row("Err 2", "", "学校", "gz-education", "999999"),
				row("err-1", "重复", "用人单位", "", "620702"),
				row("gz-school", "已有", "用人单位", "", "620702"),
				row("err-5", "外面", "用人单位", "zy-education", "620702"),
				row("err-6", "圈一", "行业主管部门", "err-7", "620702"), row("err-7", "圈二", "行业主管部门", "err-6", "620702"),
				row("err-8", "信用代码", "用人单位", "", "620702", "", "91110000802100433C"),
				row("err-9", "长".repeat(201), "用人单位", "", "620702"),
				row("err-10", "单位下的单位", "用人单位", "gz-school", "620702"),
				row("err-11", "层级", "用人单位", "", "620702", "省级"),
				row("camunda-admin", "保留的名称", "用人单位", "", "620702"),
				row("err-13", "管理员", "用人单位", "", "620702", "", "", "", "", "", "gz-school", "某人"),
				row("err-14", "保留的账号", "用人单位", "", "620702", "", "", "", "", "", "system", "某人"));
		assertThat(((Result.Refused) result).problems()).extracting(problem -> problem.row() + problem.columnLetters() + " " + problem.messageKey())
				.containsExactly("3A organisation.problem.code", "3B organisation.problem.missing", "3C organisation.problem.unknownKind",
						"4A import.problem.codeTwice", "5A organisation.problem.codeTaken", "6D import.problem.unknownSuperior",
						"7D import.problem.cycle", "8D import.problem.cycle", "9G creditCode.CHECK_CHARACTER", "10B organisation.problem.tooLong",
						"11D organisation.problem.unitHasNoSubordinates", "12F organisation.problem.levelAboveSuperior",
						"13A organisation.problem.code", "14K organisation.problem.accountTaken",
						"15K organisation.problem.accountReserved");
		assertThat(organisations.count()).isEqualTo(before);
	}

	@Test
	void a_code_that_is_the_name_of_a_group_made_elsewhere_is_refused() throws IOException {
		for (var group : List.of("made-elsewhere", "made-too--supervisor")) {
			identities.saveGroup(identities.newGroup(group));
		}
		assertThat(problems(take(row("made-elsewhere", "财务", "用人单位", "", "620702"), row("made-not", "教务", "用人单位", "", "620702"),
				row("made-too", "总务", "用人单位", "", "620702")))).containsExactly("2A organisation.problem.codeIsGroup", "4A organisation.problem.codeIsGroup");
	}

	@Test
	void formulas_and_surplus_columns_are_not_guessed_at() throws IOException {
		var file = Spreadsheets.write(sheet -> {
			Spreadsheets.header(sheet);
			Spreadsheets.fill(sheet, 1, List.of("formula-1", "某校", "用人单位", "", "620702"));
			sheet.formula(1, 1, "CONCATENATE(A2,A2)");
			sheet.value(1, 12, "备注");
		});
		assertThat(problems(imports.take(COUNTY, "gz-reform", file))).contains("2B import.problem.formula", "2M import.problem.surplusColumn");
	}

	@Test
	void a_division_typed_as_a_number_is_read_as_it_is_shown() throws IOException {
		var file = Spreadsheets.write(sheet -> {
			Spreadsheets.header(sheet);
			Spreadsheets.fill(sheet, 1, List.of("number-1", "某校", "用人单位", ""));
			sheet.value(1, 4, 620702);
		});
		assertThat(imports.take(COUNTY, "gz-reform", file)).isInstanceOf(Result.Imported.class);
		assertThat(directory.get("number-1").region()).isEqualTo("620702");
	}

	@Test
	void what_is_no_spreadsheet_of_ours_is_refused_with_a_sentence() throws IOException {
		assertThat(problems(imports.take(COUNTY, "gz-reform", "机构代码,机构名称".getBytes(StandardCharsets.UTF_8)))).containsExactly("0 import.problem.notSpreadsheet");
		assertThat(problems(imports.take(COUNTY, "gz-reform", new byte[0]))).containsExactly("0 import.problem.notSpreadsheet");
		assertThat(problems(imports.take(COUNTY, "gz-reform", new byte[] { (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0 }))).containsExactly("0 import.problem.oldFormat");
		assertThat(problems(imports.take(COUNTY, "gz-reform", zip("word/document.xml", "<w/>")))).containsExactly("0 import.problem.notSpreadsheet");
		assertThat(problems(imports.take(COUNTY, "gz-reform", Spreadsheets.organisations(List.of())))).containsExactly("0 import.problem.empty");
		assertThat(problems(imports.take(COUNTY, "gz-reform", Spreadsheets.write(sheet -> sheet.value(0, 0, "名称"))))).containsExactly("0 import.problem.header");
		var cut = Spreadsheets.organisations(List.of(List.of("cut-1", "某校")));
		assertThat(problems(imports.take(COUNTY, "gz-reform", Arrays.copyOf(cut, cut.length / 2)))).containsExactly("0 import.problem.notSpreadsheet");
	}

	@Test
	void a_bomb_is_not_unpacked() throws IOException {
		assertThat(problems(imports.take(COUNTY, "gz-reform", zip("xl/worksheets/sheet1.xml", " ".repeat(101 * 1024 * 1024)))))
				.containsExactly("0 import.problem.tooBig");
		var address = rewritten(Spreadsheets.organisations(List.of(List.of("bomb-1", "某校"))), "r=\"A2\"", "r=\"ZZZZZZ2\"");
		assertThat(problems(imports.take(COUNTY, "gz-reform", address))).containsExactly("0 import.problem.notSpreadsheet");
	}

	@Test
	void what_unfolds_while_it_is_read_is_refused_with_its_place() throws IOException {
		var header = IntStream.range(0, OrganisationField.values().length).mapToObj(i -> HostileSpreadsheets.cells(1, i)).collect(Collectors.joining());
		var shared = new ArrayList<>(Spreadsheets.HEADER);
		shared.add("长".repeat(32_000));
		shared.add("长".repeat(1_900));
		assertThat(problems(imports.take(COUNTY, "gz-reform", HostileSpreadsheets.of(shared, 1_000, row -> row == 0 ? header : HostileSpreadsheets.cells(12, 12)))))
				.containsExactly("0 table.longCell");
		assertThat(problems(imports.take(COUNTY, "gz-reform", HostileSpreadsheets.of(shared, 1_000, row -> row == 0 ? header : HostileSpreadsheets.cells(12, 13)))))
				.containsExactly("0 table.tooMuchText");
		assertThat(problems(imports.take(COUNTY, "gz-reform", HostileSpreadsheets.of(shared, 2, row -> row == 0 ? header : "<c><v>1E999999999</v></c>"))))
				.containsExactly("0 import.problem.notSpreadsheet");
		assertThat(problems(imports.take(COUNTY, "gz-reform", HostileSpreadsheets.of(shared, 100_001, row -> row == 0 ? header : ""))))
				.containsExactly("0 table.tooManyRows");
	}

	/** It has formatted cells for all the organisations there may be. */
	@Test
	void the_template_is_within_all_bounds() {
		assertThat(problems(imports.take(COUNTY, "gz-reform", workbooks.template()))).containsExactly("0 import.problem.empty");
	}

	@Test
	void a_surplus_column_is_told_once() throws IOException {
		assertThat(problems(imports.take(COUNTY, "gz-reform", Spreadsheets.write(sheet -> {
			Spreadsheets.header(sheet);
			for (int row = 1; row < 9_000; row++) {
				sheet.value(row, 12, "备注");
				sheet.value(row, 13, "备注");
			}
		})))).containsExactly("2M import.problem.surplusColumn", "2N import.problem.surplusColumn");
	}

	/** The other tests of this database look at the lists of the same organisation. */
	@AfterEach
	void whatWasImportedIsTakenOutAgain() {
		database.update("delete from organisation where superior like 'bulk-%'");
		database.update("delete from organisation where code like 'bulk-%'");
	}

	@Test
	void ten_thousand_organisations_are_taken_in_one_go_and_one_more_is_too_many() throws IOException {
		var rows = IntStream.range(0, 10_000).mapToObj(i -> i % 100 == 0 ? List.of("bulk-" + i, "批量局" + i, "行业主管部门", "", "620702")
				: List.of("bulk-" + i, "批量学校" + i, "用人单位", "bulk-" + i / 100 * 100, "620702", "", "", "教育", "联系人" + i, "0936-" + (8000000 + i)))
				.collect(Collectors.toCollection(ArrayList::new));
		var file = Spreadsheets.organisations(rows);
		long begin = System.nanoTime();
		assertThat(imports.take(COUNTY, "gz-reform", file)).isEqualTo(new Result.Imported(10_000, Map.of()));
		LOG.info("10,000 organisations ({} kB) imported in {} ms", file.length / 1024, (System.nanoTime() - begin) / 1_000_000);
		assertThat(directory.subtree("bulk-9900", "", 200)).hasSize(100);
		rows.add(List.of("bulk-10000", "多出来的", "用人单位", "", "620702"));
		assertThat(problems(imports.take(COUNTY, "gz-reform", Spreadsheets.organisations(rows)))).containsExactly("0 import.problem.tooManyRows");
		begin = System.nanoTime();
		var again = (Result.Refused) imports.take(COUNTY, "gz-reform", file);
		assertThat(again.problems()).hasSize(100);
		assertThat(again.total()).as("of which the first hundred are told").isEqualTo(10_000);
		LOG.info("10,000 organisations refused in {} ms", (System.nanoTime() - begin) / 1_000_000);
	}

	@SafeVarargs
	private final Result take(List<String>... rows) throws IOException {
		return imports.take(COUNTY, "gz-reform", Spreadsheets.organisations(List.of(rows)));
	}

	private static List<String> row(String... cells) {
		return List.of(cells);
	}

	private static List<String> problems(Result result) {
		return ((Result.Refused) result).problems().stream().map(problem -> problem.row() + problem.columnLetters() + " " + problem.messageKey()).toList();
	}

	private static byte[] zip(String name, String content) throws IOException {
		var bytes = new ByteArrayOutputStream();
		try (var zip = new ZipOutputStream(bytes)) {
			zip.putNextEntry(new ZipEntry(name));
			zip.write(content.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private static byte[] rewritten(byte[] file, String from, String to) throws IOException {
		var bytes = new ByteArrayOutputStream();
		try (var in = ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get(); var out = new ZipOutputStream(bytes)) {
			for (var entry : Collections.list(in.getEntries())) {
				out.putNextEntry(new ZipEntry(entry.getName()));
				out.write(new String(in.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}
}
