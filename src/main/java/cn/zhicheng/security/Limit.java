package cn.zhicheng.security;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;

/**
 * So many times in so long a period, as a setting {@code 30/1m}: the first use opens a period, within which the
 * capacity can be used up, and the capacity is whole again at the instant the period ends.
 *
 * @param capacity 1 or more
 * @param period more than zero; in settings {@code 15m}, {@code 1h} or ISO 8601 {@code PT15M}
 */
public record Limit(int capacity, Duration period) {

	private static final String FORM = "a limit is written as number/period, e.g. 30/1m or 5/15m";

	public Limit {
		if (capacity < 1) {
			throw new IllegalArgumentException("The number of a limit has to be 1 or more; " + FORM);
		}
		if (period == null || period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("The period of a limit has to be longer than nothing; " + FORM);
		}
	}

	/**
	 * @param text number, slash and period, e.g. {@code 30/1m}
	 * @throws IllegalArgumentException if it is anything else, saying what is expected
	 */
	public static Limit of(String text) {
		int slash = text.indexOf('/');
		if (slash < 0) {
			throw new IllegalArgumentException("'" + text + "' is no limit; " + FORM);
		}
		int capacity;
		Duration period;
		try {
			capacity = Integer.parseInt(text.substring(0, slash).strip());
			period = duration(text.substring(slash + 1).strip());
		}
		catch (IllegalArgumentException malformed) {
			throw new IllegalArgumentException("'" + text + "' is no limit; " + FORM, malformed);
		}
		return new Limit(capacity, period);
	}

	private static Duration duration(String text) {
		if (text.isEmpty() || Character.isDigit(text.charAt(text.length() - 1))) {
			// Spring would take a bare number for milliseconds, which nobody means here.
			throw new IllegalArgumentException("The period of a limit needs a unit");
		}
		return DurationStyle.detectAndParse(text);
	}

	@Override
	public String toString() {
		return capacity + "/" + period;
	}
}
