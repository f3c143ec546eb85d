package cn.zhicheng.filing;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person's name (姓名) in one way of writing, so that the name someone types to sign in or to check a title is the
 * name that was filed. The middle dot of minority and foreign names is typed in half a dozen ways, two-character names
 * are stretched with a blank on certificates.
 */
public final class PersonName {

	/** Fewest characters of a name. */
	public static final int MIN_LENGTH = 2;
	/** Most characters of a name, those outside the basic plane counted once. */
	public static final int MAX_LENGTH = 50;

	private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
	private static final Pattern INVISIBLES = Pattern.compile("[\\p{Cf}\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}]");
	/** Greek ano teleia, bullet, hyphenation point, bullet operator, dot operator and katakana dot beside the right one. */
	private static final Pattern MIDDLE_DOT = Pattern.compile(" ?[\u00B7\u0387\u2022\u2027\u2219\u22C5\u30FB] ?");
	private static final Pattern FULL_STOP_BETWEEN_HAN = Pattern.compile("(?<=\\p{IsHan}) ?\\. ?(?=\\p{IsHan})");
	private static final Pattern BLANK_BETWEEN_HAN = Pattern.compile("(?<=\\p{IsHan}) (?=\\p{IsHan})");
	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{IsHan}][\\p{L}\\p{M}\\p{IsHan}\u00B7 .'\u2019-]*");

	private PersonName() {
	}

	/**
	 * The name in the form in which it is stored and compared: half-width, trimmed, no blank between Han characters, one
	 * elsewhere, every middle dot as {@code ·} (U+00B7). Letters keep their case.
	 *
	 * @param typed as typed; null counts as empty
	 * @return never null
	 */
	public static String normalise(String typed) {
		if (typed == null) {
			return "";
		}
		String name = Normalizer.normalize(typed, Normalizer.Form.NFKC);
		name = INVISIBLES.matcher(name).replaceAll("");
		name = BLANKS.matcher(name).replaceAll(" ").strip();
		name = MIDDLE_DOT.matcher(name).replaceAll("\u00B7");
		name = FULL_STOP_BETWEEN_HAN.matcher(name).replaceAll("\u00B7");
		return BLANK_BETWEEN_HAN.matcher(name).replaceAll("");
	}

	/**
	 * What is wrong with a name.
	 *
	 * @param typed as typed, normalised here; may be null
	 * @return key of a Chinese sentence in the bundle {@code messages/filing-values}, empty if nothing is wrong
	 */
	public static Optional<String> problem(String typed) {
		String name = normalise(typed);
		int length = name.codePointCount(0, name.length());
		if (length == 0) {
			return Optional.of("personName.EMPTY");
		}
		if (length < MIN_LENGTH) {
			return Optional.of("personName.TOO_SHORT");
		}
		if (length > MAX_LENGTH) {
			return Optional.of("personName.TOO_LONG");
		}
		return NAME.matcher(name).matches() ? Optional.empty() : Optional.of("personName.CHARACTERS");
	}

	/** Whether two names are the same however they are typed; false if one of them is empty. */
	public static boolean same(String one, String other) {
		String name = normalise(one);
		return !name.isEmpty() && name.equals(normalise(other));
	}
}
