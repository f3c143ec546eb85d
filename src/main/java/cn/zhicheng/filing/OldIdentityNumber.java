package cn.zhicheng.filing;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An identity number of 15 digits, as issued until 1999 and still found on certificates of that time: six digits of
 * region, six of the date of birth without the century, three of sequence. It has no check character, so a wrong digit
 * cannot be noticed.
 *
 * <p>{@link #toString()} is masked.
 */
public final class OldIdentityNumber {

	private static final String CENTURY = "19";
	/** First two digits of GB/T 2260 codes: the provinces, autonomous regions and municipalities. */
	private static final Set<String> PROVINCES = Set.of("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33",
			"34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
			"65", "71", "81", "82");

	private static final Pattern FIFTEEN_DIGITS = Pattern.compile("(?<![0-9])[0-9]{15}(?![0-9])");

	private final String value;

	private OldIdentityNumber(String value) {
		this.value = value;
	}

	private static Optional<OldIdentityNumber> of(String digits) {
		if (!digits.matches("[0-9]{15}") || !PROVINCES.contains(digits.substring(0, 2))) {
			return Optional.empty();
		}
		return IdentityNumber.existingDate(CENTURY + digits.substring(6, 12))
				.map(birthDate -> new OldIdentityNumber(digits));
	}

	/**
	 * The old numbers in a text, for instance in the number of a certificate that was numbered by its holder.
	 *
	 * @param text may be null
	 * @return those runs of exactly 15 digits that can be an identity number, in their order
	 */
	public static List<OldIdentityNumber> in(String text) {
		if (text == null) {
			return List.of();
		}
		return FIFTEEN_DIGITS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).results()
				.flatMap(run -> of(run.group()).stream()).toList();
	}

	/** The 15 digits. */
	String value() {
		return value;
	}

	/** The number of 18 characters this one became: 19 inserted before the year, the check character added. */
	public IdentityNumber extended() {
		String digits = value.substring(0, 6) + CENTURY + value.substring(6);
		return IdentityNumber.parse(digits + IdentityNumber.checkCharacter(digits)).number().orElseThrow();
	}

	/** Whether a number of today is this one's extension, that is, both are the same person's. */
	public boolean isExtendedBy(IdentityNumber number) {
		return extended().equals(number);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof OldIdentityNumber that && value.equals(that.value);
	}

	@Override
	public int hashCode() {
		return value.hashCode();
	}

	@Override
	public String toString() {
		return value.substring(0, 4) + "*".repeat(8) + value.substring(12);
	}
}
