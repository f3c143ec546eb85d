package cn.zhicheng.rehearsal;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

import cn.zhicheng.rehearsal.CampaignFigures.Day;

/**
 * A chart of a figure by day, drawn as SVG: areas one upon the other, so that the upper edge is the sum. Small enough to be
 * read on a phone as it is; shades differ in lightness too, for who prints without colours.
 */
final class Chart {

	private static final int WIDTH = 420;
	private static final int HEIGHT = 230;
	private static final int LEFT = 42;
	private static final int RIGHT = 8;
	private static final int TOP = 26;
	private static final int BOTTOM = 26;
	private static final int LINES = 4;
	private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("M-d");

	private final LocalDate first;
	private final LocalDate last;
	private final int top;
	private final String title;
	private final StringBuilder svg = new StringBuilder();

	/**
	 * @param first day at the left edge
	 * @param last day at the right edge
	 * @param most greatest value that is to be shown
	 * @param title what is shown, for those who cannot see it
	 */
	Chart(LocalDate first, LocalDate last, int most, String title) {
		this.first = first;
		this.last = last;
		this.top = roundUp(most);
		this.title = title;
	}

	/** What an area shows. */
	record Series(String name, String colour, ToIntFunction<Day> value) {
	}

	/** A date that is marked. */
	record Mark(String name, LocalDate date) {
	}

	String draw(List<Day> days, List<Series> series, List<Mark> marks) {
		add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">", WIDTH, HEIGHT, title);
		grid();
		areas(days, series);
		for (int i = 0; i < marks.size(); i++) {
			mark(marks.get(i), i);
		}
		add("</svg>");
		return svg.toString();
	}

	/** What a part of the bars shows. */
	record Part(String name, String colour, Map<LocalDate, Integer> values) {
	}

	/** @param parts of each day's bar, one upon the other */
	String bars(List<Part> parts, List<Mark> marks) {
		add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" xmlns=\"http://www.w3.org/2000/svg\">", WIDTH, HEIGHT, title);
		grid();
		var below = new HashMap<LocalDate, Integer>();
		for (var part : parts) {
			part.values().forEach((date, value) -> {
				int from = below.getOrDefault(date, 0);
				add("<rect x=\"%.1f\" y=\"%.1f\" width=\"3\" height=\"%.1f\" fill=\"%s\"><title>%s %s: %d</title></rect>", x(date) - 1.5,
						y(from + value), y(from) - y(from + value), part.colour(), date, part.name(), value);
				below.put(date, from + value);
			});
		}
		for (int i = 0; i < marks.size(); i++) {
			mark(marks.get(i), i);
		}
		add("</svg>");
		return svg.toString();
	}

	private void grid() {
		for (int i = 0; i <= LINES; i++) {
			int value = top * i / LINES;
			add("<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", LEFT, y(value), WIDTH - RIGHT, y(value));
			add("<text class=\"axis\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>", LEFT - 5, y(value) + 4, value);
		}
		long days = ChronoUnit.DAYS.between(first, last);
		long step = Math.max(1, (days + 4) / 5);
		for (long day = 0; day <= days; day += step) {
			var date = first.plusDays(day);
			add("<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", Math.min(x(date), WIDTH - RIGHT - 12), HEIGHT - 8,
					MONTH_AND_DAY.format(date));
		}
	}

	private void areas(List<Day> days, List<Series> series) {
		var below = new int[days.size()];
		for (var one : series) {
			var upper = new StringBuilder();
			var lower = new StringBuilder();
			for (int i = 0; i < days.size(); i++) {
				lower.insert(0, point(days.get(i).date(), below[i]));
				below[i] += one.value().applyAsInt(days.get(i));
				upper.append(point(days.get(i).date(), below[i]));
			}
			add("<polygon points=\"%s\" fill=\"%s\"><title>%s</title></polygon>", (upper.toString() + lower).strip(), one.colour(), one.name());
		}
	}

	private void mark(Mark mark, int index) {
		double x = x(mark.date());
		boolean leftward = x > WIDTH / 2.0;
		add("<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", x, TOP - 8, x, HEIGHT - BOTTOM);
		add("<text class=\"axis\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s %s</text>", leftward ? x + 3 : x - 3, TOP - 13,
				index == 0 ? "middle" : leftward ? "end" : "start", mark.name(), MONTH_AND_DAY.format(mark.date()));
	}

	private String point(LocalDate date, int value) {
		return String.format(Locale.ROOT, "%.1f,%.1f ", x(date), y(value));
	}

	private double x(LocalDate date) {
		return LEFT + (WIDTH - LEFT - RIGHT) * (double) ChronoUnit.DAYS.between(first, date) / Math.max(1, ChronoUnit.DAYS.between(first, last));
	}

	private double y(int value) {
		return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (double) value / top;
	}

	/** @return a number at least as great whose quarters are whole and short: 4, 8, 20, 40, 80, 200 … */
	static int roundUp(int most) {
		int quarter = 1;
		for (int power = 1; 4 * quarter < most; power *= 10) {
			for (int step : new int[] { 1, 2, 5 }) {
				if (4 * quarter < most) {
					quarter = step * power;
				}
			}
		}
		return 4 * quarter;
	}

	private void add(String format, Object... values) {
		svg.append(String.format(Locale.ROOT, format, values));
	}
}
