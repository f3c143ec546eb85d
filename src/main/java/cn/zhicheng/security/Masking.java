package cn.zhicheng.security;

import java.util.regex.Pattern;

/**
 * Shows personal data so far that their owner recognises them and a stranger learns nothing to use. Every method takes
 * null for a value that is not there and answers with an empty text.
 */
public final class Masking {

	private static final Pattern MOBILE = Pattern.compile("1[0-9]{10}");

	private Masking() {
	}

	/**
	 * A document number with its ends in clear, the rest as stars, in its own length: four characters at either end of
	 * 16 or more ({@code 6207**********001X}), a quarter of a shorter one at either end. Never more than half is shown.
	 */
	public static String documentNumber(String number) {
		return middle(number);
	}

	/** A social-security card number, masked like a document number, since the one may be the other. */
	public static String socialSecurityNumber(String number) {
		return middle(number);
	}

	/**
	 * A mobile number as people are used to see it, {@code 138****5678}; anything but 11 digits beginning with 1 is
	 * masked like a document number.
	 */
	public static String mobile(String number) {
		if (number != null && MOBILE.matcher(number).matches()) {
			return number.substring(0, 3) + "****" + number.substring(7);
		}
		return middle(number);
	}

	/**
	 * An e-mail address with the first letter of the name and the domain, {@code z***@example.com}. A name of one
	 * letter is not shown, the number of stars does not tell its length, and what is no address is masked like a
	 * document number.
	 */
	public static String email(String address) {
		int at = address == null ? -1 : address.lastIndexOf('@');
		if (at < 1 || at == address.length() - 1) {
			return middle(address);
		}
		String first = address.codePointCount(0, at) < 2 ? "" : Character.toString(address.codePointAt(0));
		return first + "***" + address.substring(at);
	}

	private static String middle(String value) {
		if (value == null) {
			return "";
		}
		// Code points, so that no character of two code units is torn apart.
		int[] characters = value.codePoints().toArray();
		int shown = Math.min(4, characters.length / 4);
		return new String(characters, 0, shown) + "*".repeat(characters.length - 2 * shown)
				+ new String(characters, characters.length - shown, shown);
	}
}
