package cn.zhicheng.filing;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

import cn.zhicheng.reference.Certainty;
import cn.zhicheng.reference.MalformedReferenceTableException;
import cn.zhicheng.reference.ReferenceTable;

/**
 * The series (职称系列), and the titles (职称名称) each of them has at each level: the ministry's table of 2021, from the
 * file {@code zhicheng.filing.titles}.
 *
 * <p>It proposes and checks, it never decides: the records collected are from 2018 and before, and certificates of that
 * time carry titles the table lacks (中学高级教师). Names are compared without blanks and in half width.
 */
@Component
public class TitleCatalogue {

	private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

	private final Map<String, Map<String, Title>> titles = new LinkedHashMap<>();

	/**
	 * One title of the table.
	 *
	 * @param series for instance 工程技术人员
	 * @param level its level in this series
	 * @param name for instance 高级工程师
	 * @param sure whether the row was checked against the ministry's table
	 */
	public record Title(String series, TitleLevel level, String name, boolean sure) {
	}

	/** @throws MalformedReferenceTableException if the file is not as it must be */
	@Autowired
	public TitleCatalogue(FilingSettings settings) {
		this(settings.titles());
	}

	TitleCatalogue(Resource file) {
		for (ReferenceTable.Row row : ReferenceTable.read(file, "series", "level", "title", "certainty").rows()) {
			Title title = new Title(row.required("series"), row.constant("level", TitleLevel.class),
					row.required("title"), row.constant("certainty", Certainty.class) == Certainty.SURE);
			Map<String, Title> ofSeries = titles.computeIfAbsent(comparable(title.series()),
					series -> new LinkedHashMap<>());
			if (ofSeries.putIfAbsent(comparable(title.name()), title) != null) {
				throw row.malformed(title.series() + " has " + title.name() + " twice");
			}
		}
	}

	/** All series, in the order of the file. */
	public List<String> series() {
		return titles.values().stream().map(ofSeries -> ofSeries.values().iterator().next().series()).toList();
	}

	/** Whether the table has the series; false for null. */
	public boolean hasSeries(String series) {
		return titles.containsKey(comparable(series));
	}

	/**
	 * All titles of a series, the highest level first, within a level in the order of the file.
	 *
	 * @return empty if the table lacks the series
	 */
	public List<Title> titlesOf(String series) {
		return ofSeries(series).values().stream().sorted(Comparator.comparing(Title::level).reversed()).toList();
	}

	/** Whether the table has the title in the series; false if either is null. */
	public boolean contains(String series, String title) {
		return find(series, title).isPresent();
	}

	/** The level of a title in its series; empty if the table lacks it there. */
	public Optional<TitleLevel> levelOf(String series, String title) {
		return find(series, title).map(Title::level);
	}

	private Optional<Title> find(String series, String title) {
		return Optional.ofNullable(ofSeries(series).get(comparable(title)));
	}

	private Map<String, Title> ofSeries(String series) {
		return titles.getOrDefault(comparable(series), Map.of());
	}

	private static String comparable(String name) {
		return name == null ? ""
				: BLANKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).replaceAll("");
	}
}
