package cn.zhicheng.organisation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

/** Spreadsheets as administrators fill them in. */
public final class Spreadsheets {

	static final List<String> HEADER = List.of("机构代码", "机构名称", "机构类型", "上级机构代码", "行政区", "层级", "统一社会信用代码", "行业或主管领域",
			"联系人", "联系电话", "管理员账号", "管理员姓名");

	private Spreadsheets() {
	}

	/** @param rows cells from the first column on; what is missing at the end is empty */
	public static byte[] organisations(List<List<String>> rows) throws IOException {
		return write(sheet -> {
			fill(sheet, 0, HEADER);
			for (int i = 0; i < rows.size(); i++) {
				fill(sheet, i + 1, rows.get(i));
			}
		});
	}

	static void fill(Worksheet sheet, int row, List<String> cells) {
		for (int i = 0; i < cells.size(); i++) {
			sheet.value(row, i, cells.get(i));
		}
	}

	static void header(Worksheet sheet) {
		fill(sheet, 0, HEADER);
	}

	static byte[] write(Consumer<Worksheet> content) throws IOException {
		var bytes = new ByteArrayOutputStream();
		try (var workbook = new Workbook(bytes, "test", "1.0")) {
			content.accept(workbook.newWorksheet("机构"));
		}
		return bytes.toByteArray();
	}

	/** @return the texts of the first sheet, row by row */
	public static List<List<String>> rows(byte[] file) throws IOException {
		try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(file)); var lines = workbook.getFirstSheet().openStream()) {
			var rows = new ArrayList<List<String>>();
			lines.forEach(line -> rows.add(line.stream().map(cell -> cell == null ? "" : cell.getText()).toList()));
			return rows;
		}
	}
}
