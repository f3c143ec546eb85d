package cn.zhicheng.organisation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.reference.Regions;

/**
 * Spreadsheets to hand out: the template of the import with the values it takes, and the accounts that an import opened.
 */
@Component
public class OrganisationWorkbooks {

	private static final String APPLICATION = "Zhicheng";
	private static final double WIDTH = 22;

	private final Regions regions;
	private final MessageSource messages;

	OrganisationWorkbooks(Regions regions, MessageSource messages) {
		this.regions = regions;
		this.messages = messages;
	}

	/** @return a spreadsheet (.xlsx) with the header of the import, and on a second sheet what may stand in which column */
	public byte[] template() {
		return write(workbook -> {
			var sheet = workbook.newWorksheet(text("import.template.sheet"));
			var fields = OrganisationField.values();
			for (int i = 0; i < fields.length; i++) {
				sheet.value(0, i, text(fields[i].labelKey()));
				sheet.width(i, WIDTH);
				// Text, or a spreadsheet would shorten credit codes and telephone numbers.
				sheet.range(1, i, 10_000, i).style().format("@").set();
			}
			sheet.range(0, 0, 0, fields.length - 1).style().bold().set();
			sheet.freezePane(0, 1);
			values(workbook.newWorksheet(text("import.template.values")));
		});
	}

	private void values(Worksheet sheet) {
		int row = 0;
		for (var field : OrganisationField.values()) {
			sheet.value(row, 0, text(field.labelKey()));
			sheet.value(row++, 1, text("import.hint." + field.key()));
		}
		row++;
		for (var kind : OrganisationKind.values()) {
			sheet.value(row, 0, text(OrganisationField.KIND.labelKey()));
			sheet.value(row++, 1, text(kind.messageKey()));
		}
		row++;
		for (var level : OrganisationLevel.values()) {
			sheet.value(row, 0, text(OrganisationField.LEVEL.labelKey()));
			sheet.value(row++, 1, text(level.messageKey()));
		}
		row++;
		for (var region : regions.current()) {
			sheet.value(row, 0, text(OrganisationField.REGION.labelKey()));
			sheet.value(row, 1, region.code());
			sheet.value(row++, 2, region.name());
		}
		sheet.width(0, WIDTH);
		sheet.width(1, 2 * WIDTH);
	}

	/** @return a spreadsheet (.xlsx) of first passwords by organisation, to be handed over once */
	public byte[] accounts(Map<String, IssuedPassword> passwords) {
		return write(workbook -> {
			var sheet = workbook.newWorksheet(text("import.accounts.sheet"));
			var header = List.of(text(OrganisationField.CODE.labelKey()), text(OrganisationField.ADMINISTRATOR.labelKey()),
					text(OrganisationField.ADMINISTRATOR_NAME.labelKey()), text("import.accounts.password"));
			for (int i = 0; i < header.size(); i++) {
				sheet.value(0, i, header.get(i));
				sheet.width(i, WIDTH);
			}
			int row = 1;
			for (var issued : passwords.entrySet()) {
				sheet.value(row, 0, issued.getKey());
				sheet.value(row, 1, issued.getValue().userId());
				sheet.value(row, 2, issued.getValue().name());
				sheet.value(row++, 3, issued.getValue().password());
			}
		});
	}

	private static byte[] write(Consumer<Workbook> content) {
		var bytes = new ByteArrayOutputStream();
		try (var workbook = new Workbook(bytes, APPLICATION, "1.0")) {
			content.accept(workbook);
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
		return bytes.toByteArray();
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
