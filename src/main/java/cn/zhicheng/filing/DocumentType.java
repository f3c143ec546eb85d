package cn.zhicheng.filing;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Type of the document (证件类型) by which a person is known, 甘人社通〔2021〕117号 二(一), and the form of its number.
 */
public enum DocumentType {

	/** 居民身份证: GB 11643-1999, never with a region of Hong Kong, Macao or Taiwan. */
	RESIDENT_ID_CARD {
		@Override
		Optional<String> problemOf(String number, LocalDate today) {
			return identityProblem(number, today, "documentNumber.IS_HMT_RESIDENCE_PERMIT", false);
		}
	},

	/** 港澳居民来往内地通行证: H or M and eight digits. */
	HK_MACAO_PERMIT {
		@Override
		Optional<String> problemOf(String number, LocalDate today) {
			return unlessOfForm(H_OR_M_AND_EIGHT_DIGITS, number);
		}
	},

	/** 台湾居民来往大陆通行证: eight digits. */
	TAIWAN_PERMIT {
		@Override
		Optional<String> problemOf(String number, LocalDate today) {
			return unlessOfForm(EIGHT_DIGITS, number);
		}
	},

	/** 护照 of any state: letters and digits, at least one digit. */
	PASSPORT {
		@Override
		Optional<String> problemOf(String number, LocalDate today) {
			return unlessOfForm(PASSPORT_NUMBER, number);
		}
	},

	/**
	 * 外国人永久居留身份证: three letters of nationality and twelve digits, or the 18 characters beginning with 9 of the
	 * cards since 2023. No check character is computed, for its rule is not public enough to refuse someone by it.
	 */
	FOREIGN_PERMANENT_RESIDENT_CARD {
		@Override
		Optional<String> problemOf(String number, LocalDate today) {
			return unlessOfForm(PERMANENT_RESIDENT_NUMBER, number);
		}
	},

	/** 港澳台居民居住证: GB 11643-1999 with a region of Hong Kong (81), Macao (82) or Taiwan (83). */
	HMT_RESIDENCE_PERMIT {
		@Override
		Optional<String> problemOf(String number, LocalDate today) {
			return identityProblem(number, today, "documentNumber.HMT_RESIDENCE_PERMIT", true);
		}
	};

	private static final Pattern H_OR_M_AND_EIGHT_DIGITS = Pattern.compile("[HM][0-9]{8}");
	private static final Pattern EIGHT_DIGITS = Pattern.compile("[0-9]{8}");
	private static final Pattern PASSPORT_NUMBER = Pattern.compile("(?=.*[0-9])[A-Z0-9]{5,15}");
	private static final Pattern PERMANENT_RESIDENT_NUMBER = Pattern.compile("[A-Z]{3}[0-9]{12}|9[0-9]{16}[0-9X]");
	private static final Set<String> HONG_KONG_MACAO_TAIWAN = Set.of("81", "82", "83");

	/**
	 * The number in the form in which it is stored and compared: half-width, upper case, without blanks and hyphens.
	 *
	 * @param typed as typed; null counts as empty
	 */
	public String normalise(String typed) {
		return TypedNumber.normalise(typed);
	}

	/**
	 * What is wrong with a number of this type.
	 *
	 * @param typed as typed, normalised here; may be null
	 * @param today the present day in Asia/Shanghai, against which a date of birth in the number is held
	 * @return key of a Chinese sentence in the bundle {@code messages/filing-values}, empty if nothing is wrong
	 */
	public Optional<String> problem(String typed, LocalDate today) {
		String number = normalise(typed);
		return number.isEmpty() ? Optional.of("documentNumber.EMPTY") : problemOf(number, today);
	}

	/**
	 * The identity number a number of this type is, from which date of birth and sex can be read.
	 *
	 * @param typed as typed; may be null
	 * @return empty for the other types and for a number that is not valid
	 */
	public Optional<IdentityNumber> identityNumber(String typed) {
		return this == RESIDENT_ID_CARD || this == HMT_RESIDENCE_PERMIT ? IdentityNumber.parse(typed).number()
				: Optional.empty();
	}

	/** Key of the Chinese name in the bundle {@code messages/filing-values}. */
	public String messageKey() {
		return "documentType." + name();
	}

	abstract Optional<String> problemOf(String number, LocalDate today);

	Optional<String> unlessOfForm(Pattern form, String number) {
		return form.matcher(number).matches() ? Optional.empty() : Optional.of("documentNumber." + name());
	}

	static Optional<String> identityProblem(String number, LocalDate today, String wrongRegionKey,
			boolean residencePermit) {
		IdentityNumber.Reading reading = IdentityNumber.parse(number, today);
		if (reading.problem().isPresent()) {
			return reading.problem().map(IdentityNumber.Problem::messageKey);
		}
		boolean ofResidencePermit = HONG_KONG_MACAO_TAIWAN.contains(number.substring(0, 2));
		return ofResidencePermit == residencePermit ? Optional.empty() : Optional.of(wrongRegionKey);
	}
}
