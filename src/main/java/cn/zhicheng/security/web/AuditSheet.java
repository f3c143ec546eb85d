package cn.zhicheng.security.web;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.context.MessageSource;

import cn.zhicheng.security.AuditReading.Entry;
import cn.zhicheng.security.AuditTexts;

/**
 * A spreadsheet (.xlsx) of the audit trail, written row by row. All cells are texts: nothing in it is run when it is opened.
 */
final class AuditSheet {

	private static final String[] COLUMNS = { "place", "at", "kind", "actor", "organisation", "subject", "details", "stored", "seal", "link" };
	private static final int FLUSHED = 1000;

	private final AuditTexts texts;
	private final Workbook workbook;
	private final Worksheet sheet;
	private int row = 1;

	AuditSheet(OutputStream out, AuditTexts texts, MessageSource messages) {
		this.texts = texts;
		this.workbook = new Workbook(out, "Zhicheng", null);
		this.sheet = workbook.newWorksheet(messages.getMessage("audit.title", null, Locale.SIMPLIFIED_CHINESE));
		for (int i = 0; i < COLUMNS.length; i++) {
			sheet.value(0, i, messages.getMessage("audit.export." + COLUMNS[i], null, Locale.SIMPLIFIED_CHINESE));
		}
		sheet.freezePane(0, 1);
	}

	void add(Entry entry) {
		var stored = entry.kind() + " " + entry.details().entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).collect(Collectors.joining("; "));
		var cells = new String[] { entry.place() == null ? "" : entry.place().toString(), texts.moment(entry.at()), texts.kind(entry.kind()), entry.actor(),
				entry.organisation(), entry.subject(), texts.details(entry), stored, entry.seal(), entry.link() };
		for (int i = 0; i < cells.length; i++) {
			if (cells[i] != null) {
				// No string table: it would grow with the rows.
				sheet.inlineString(row, i, cells[i]);
			}
		}
		next();
	}

	void note(String text) {
		sheet.inlineString(row, 0, text);
		next();
	}

	private void next() {
		row++;
		try {
			if (row % FLUSHED == 0) {
				sheet.flush();
			}
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Until this is called it is no spreadsheet. */
	void finish() throws IOException {
		workbook.finish();
	}
}
