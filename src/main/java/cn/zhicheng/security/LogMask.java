package cn.zhicheng.security;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks whatever looks like personal data in a text meant for a log: identity numbers of 18 places, mobile numbers and
 * e-mail addresses. A second line of defence only, for instance against texts of exceptions from libraries; code that
 * logs names a record by its number and no person by theirs.
 */
final class LogMask {

	// Anchored at the beginning of a run and possessive, so that a long line of letters is read once and not once for
	// each of its letters.
	private static final Pattern EMAIL = Pattern.compile(
			"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++@[A-Za-z0-9-]++(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}");
	private static final Pattern IDENTITY_NUMBER = Pattern.compile("(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])");
	/** From before 1999, without century and check character: the month and day of birth tell it from other numbers. */
	private static final Pattern OLD_IDENTITY_NUMBER = Pattern.compile(
			"(?<![0-9])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9])");
	private static final Pattern MOBILE = Pattern.compile("(?<![0-9])(86)?(1[3-9][0-9]{9})(?![0-9])");

	private LogMask() {
	}

	/** @param text a log line or several, not null */
	static String mask(String text) {
		String masked = replace(EMAIL, 0, text, Masking::email);
		masked = replace(IDENTITY_NUMBER, 0, masked, Masking::documentNumber);
		masked = replace(OLD_IDENTITY_NUMBER, 0, masked, Masking::documentNumber);
		return replace(MOBILE, 2, masked, Masking::mobile);
	}

	private static String replace(Pattern pattern, int group, String text, UnaryOperator<String> mask) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			return text;
		}
		StringBuilder masked = new StringBuilder(text.length());
		int copied = 0;
		do {
			masked.append(text, copied, matcher.start(group)).append(mask.apply(matcher.group(group)));
			copied = matcher.end(group);
		}
		while (matcher.find());
		return masked.append(text, copied, text.length()).toString();
	}
}
