package cn.zhicheng;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Spreadsheets of a few kilobytes that show megabytes, as no program writes them.
 */
public final class HostileSpreadsheets {

	private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
	private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
	private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

	private HostileSpreadsheets() {
	}

	/**
	 * @param shared the shared strings, referred to by their index
	 * @param rows how many, from the first
	 * @param cells the cells of a row, by its index
	 */
	public static byte[] of(List<String> shared, int rows, IntFunction<String> cells) throws IOException {
		var bytes = new ByteArrayOutputStream();
		try (var zip = new ZipOutputStream(bytes)) {
			put(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
					+ "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + TYPE + "sheet.main+xml\"/>"
					+ "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" + TYPE + "sharedStrings+xml\"/></Types>");
			put(zip, "xl/workbook.xml", "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS
					+ "\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
			put(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
					+ "<Relationship Id=\"r1\" Type=\"" + RELATIONS + "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
			put(zip, "xl/sharedStrings.xml", "<sst xmlns=\"" + MAIN + "\">"
					+ shared.stream().map(text -> "<si><t>" + text + "</t></si>").collect(Collectors.joining()) + "</sst>");
			put(zip, "xl/worksheets/sheet1.xml", "<worksheet xmlns=\"" + MAIN + "\"><sheetData>"
					+ IntStream.range(0, rows).mapToObj(row -> "<row r=\"" + (row + 1) + "\">" + cells.apply(row) + "</row>").collect(Collectors.joining())
					+ "</sheetData></worksheet>");
		}
		return bytes.toByteArray();
	}

	/** @return so many cells that all show the same shared string */
	public static String cells(int count, int shared) {
		return String.join("", Collections.nCopies(count, "<c t=\"s\"><v>" + shared + "</v></c>"));
	}

	private static void put(ZipOutputStream zip, String name, String content) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		zip.write(content.getBytes(StandardCharsets.UTF_8));
	}
}
