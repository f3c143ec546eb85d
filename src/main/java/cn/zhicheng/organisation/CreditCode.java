package cn.zhicheng.organisation;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, of which the third to eighth are an
 * administrative division, the ninth to seventeenth the organisation code (组织机构代码, GB 11714-1997) with a check
 * character of its own, and the last is the check character of the whole.
 */
public record CreditCode(String value) {

	/** Letters and digits without I, O, S, V and Z, in the order of their values (GB 32100-2015, table 2). */
	private static final String CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	private static final int LENGTH = 18;
	private static final int ORGANISATION_CODE = 8;
	private static final int[] ORGANISATION_WEIGHTS = { 3, 7, 9, 10, 5, 8, 4, 2 };

	/** What is wrong with a text that should be a credit code. */
	public enum Problem {
		LENGTH, CHARACTER, DIVISION, ORGANISATION_CODE, CHECK_CHARACTER;

		/** @return message key of a sentence that says how to mend it */
		public String messageKey() {
			return "creditCode." + name();
		}
	}

	/** Its text is no valid credit code. */
	public static class MalformedCreditCodeException extends RuntimeException {

		private final transient Problem problem;

		MalformedCreditCodeException(Problem problem) {
			super("Not a unified social credit code: " + problem);
			this.problem = problem;
		}

		public Problem problem() {
			return problem;
		}
	}

	/** @throws MalformedCreditCodeException if the value is not one as {@link #of(String)} writes it */
	public CreditCode {
		var problem = problemOf(value);
		if (problem != null) {
			throw new MalformedCreditCodeException(problem);
		}
	}

	/**
	 * @param text as typed: full-width or lower-case characters, spaces and hyphens do not matter
	 * @throws MalformedCreditCodeException if it is none
	 */
	public static CreditCode of(String text) {
		return new CreditCode(Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[\\s\\-]", "").toUpperCase(Locale.ROOT));
	}

	private static Problem problemOf(String value) {
		if (value.length() != LENGTH) {
			return Problem.LENGTH;
		}
		if (!value.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0)) {
			return Problem.CHARACTER;
		}
		if (!value.substring(2, ORGANISATION_CODE).chars().allMatch(c -> c >= '0' && c <= '9')) {
			return Problem.DIVISION;
		}
		if (organisationCheck(value) != value.charAt(16)) {
			return Problem.ORGANISATION_CODE;
		}
		return check(value) == value.charAt(17) ? null : Problem.CHECK_CHARACTER;
	}

	/** GB 11714-1997: eleven less the weighted sum modulo eleven; ten is X, eleven 0. */
	private static char organisationCheck(String value) {
		int sum = 0;
		for (int i = 0; i < ORGANISATION_WEIGHTS.length; i++) {
			sum += Character.digit(value.charAt(ORGANISATION_CODE + i), 36) * ORGANISATION_WEIGHTS[i];
		}
		return "0123456789X0".charAt(11 - sum % 11);
	}

	/** GB 32100-2015: thirty-one less the sum weighted by powers of three, modulo thirty-one. */
	private static char check(String value) {
		int sum = 0;
		int weight = 1;
		for (int i = 0; i < LENGTH - 1; i++) {
			sum += CHARACTERS.indexOf(value.charAt(i)) * weight;
			weight = weight * 3 % 31;
		}
		return CHARACTERS.charAt((31 - sum % 31) % 31);
	}

	@Override
	public String toString() {
		return value;
	}
}
