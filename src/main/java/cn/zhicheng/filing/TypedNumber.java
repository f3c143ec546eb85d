package cn.zhicheng.filing;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A number of a document as people type it on a phone or a Chinese keyboard, or paste it from a spreadsheet: full-width
 * digits, a small x, blanks and hyphens between the groups, invisible characters at the ends.
 */
final class TypedNumber {

	private static final Pattern BLANKS_HYPHENS_INVISIBLES = Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Cf}\u2212]+");

	private TypedNumber() {
	}

	/**
	 * The number in the form in which it is stored and compared.
	 *
	 * @param typed as typed; null counts as empty
	 * @return half-width, upper case, without blanks, hyphens and invisible characters; never null
	 */
	static String normalise(String typed) {
		if (typed == null) {
			return "";
		}
		String halfWidth = Normalizer.normalize(typed, Normalizer.Form.NFKC);
		return BLANKS_HYPHENS_INVISIBLES.matcher(halfWidth).replaceAll("").toUpperCase(Locale.ROOT);
	}
}
