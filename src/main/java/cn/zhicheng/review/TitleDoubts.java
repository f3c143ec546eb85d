package cn.zhicheng.review;

import cn.zhicheng.filing.TitleCatalogue;
import cn.zhicheng.filing.TitleLevel;
import java.util.Optional;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * Rules about series, title and level against the table of titles. The table is of 2021 and the records are older, so a
 * title outside it is as often an old name as a mistake.
 */
record TitleDoubts(TitleCatalogue catalogue) {

	Optional<Doubt> seriesUnknown(CheckedRecord record) {
		return filed(record.getSeries()).filter(series -> !catalogue.hasSeries(series))
				.map(series -> Doubt.of(DoubtKind.SERIES_UNKNOWN, series));
	}

	Optional<Doubt> titleNotInSeries(CheckedRecord record) {
		String series = record.getSeries();
		return filed(record.getTitle())
				.filter(title -> catalogue.hasSeries(series) && !catalogue.contains(series, title))
				.map(title -> Doubt.of(DoubtKind.TITLE_NOT_IN_SERIES, title, series));
	}

	Optional<Doubt> levelDiffers(CheckedRecord record) {
		TitleLevel filed = record.getLevel();
		return catalogue.levelOf(record.getSeries(), record.getTitle())
				.filter(inTable -> filed != null && filed != inTable)
				.map(inTable -> Doubt.of(DoubtKind.LEVEL_DIFFERS, record.getTitle(), name(inTable), name(filed)));
	}

	private static Optional<String> filed(String text) {
		return Optional.ofNullable(text).filter(filed -> !filed.isBlank());
	}

	private static Object name(TitleLevel level) {
		return new DefaultMessageSourceResolvable(level.messageKey());
	}
}
