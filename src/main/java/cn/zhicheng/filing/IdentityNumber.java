package cn.zhicheng.filing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A valid citizen identity number (公民身份号码) by GB 11643-1999: six digits of region, eight of the date of birth,
 * three of sequence (the last odd for men), one check character.
 *
 * <p>An instance is always valid. The region is where the number was first issued and need not be a code of today.
 * {@link #toString()} is masked, so that a number does not get into a log by accident.
 */
public final class IdentityNumber {

	private static final int LENGTH = 18;
	private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	private static final String CHECK_CHARACTERS = "10X98765432";

	private final String value;
	private final LocalDate birthDate;

	private IdentityNumber(String value, LocalDate birthDate) {
		this.value = value;
		this.birthDate = birthDate;
	}

	/** Why a text is not a valid identity number. */
	public enum Problem {

		/** Not 18 characters long. */
		LENGTH,
		/** A number of 15 digits from before 1999: the person has one of 18 today. */
		OLD_PAPER,
		/** Something other than 17 digits followed by a digit or X. */
		CHARACTERS,
		/** The date of birth does not exist, for instance 29 February 1990. */
		DATE_DOES_NOT_EXIST,
		/** The date of birth is after the given day. */
		DATE_IN_FUTURE,
		/** The check character does not fit: a digit is wrong or two are interchanged. */
		CHECK_CHARACTER;

		/** Key of the Chinese sentence in the bundle {@code messages/filing-values}. */
		public String messageKey() {
			return "identityNumber." + name();
		}
	}

	/**
	 * The outcome of reading a text: either a number or a problem.
	 *
	 * @param number the number, empty if the text is not a valid one
	 * @param problem the first problem found, empty if the text is valid
	 */
	public record Reading(Optional<IdentityNumber> number, Optional<Problem> problem) {

		private static Reading of(IdentityNumber number) {
			return new Reading(Optional.of(number), Optional.empty());
		}

		private static Reading of(Problem problem) {
			return new Reading(Optional.empty(), Optional.of(problem));
		}
	}

	/**
	 * Reads a number without regard to the present day.
	 *
	 * @param typed as typed (full-width characters, small x, blanks and hyphens are accepted); may be null
	 */
	public static Reading parse(String typed) {
		return parse(typed, LocalDate.MAX);
	}

	/**
	 * Reads a number.
	 *
	 * @param typed as typed (full-width characters, small x, blanks and hyphens are accepted); may be null
	 * @param today the present day in Asia/Shanghai; a later date of birth is a problem
	 */
	public static Reading parse(String typed, LocalDate today) {
		String value = TypedNumber.normalise(typed);
		if (value.matches("[0-9]{15}")) {
			return Reading.of(Problem.OLD_PAPER);
		}
		if (value.length() != LENGTH) {
			return Reading.of(Problem.LENGTH);
		}
		if (!value.matches("[0-9]{17}[0-9X]")) {
			return Reading.of(Problem.CHARACTERS);
		}
		Optional<LocalDate> birthDate = existingDate(value.substring(6, 14));
		if (birthDate.isEmpty()) {
			return Reading.of(Problem.DATE_DOES_NOT_EXIST);
		}
		if (birthDate.get().isAfter(today)) {
			return Reading.of(Problem.DATE_IN_FUTURE);
		}
		if (checkCharacter(value) != value.charAt(LENGTH - 1)) {
			return Reading.of(Problem.CHECK_CHARACTER);
		}
		return Reading.of(new IdentityNumber(value, birthDate.get()));
	}

	/** The 18 characters, the last in upper case if it is X. */
	String value() {
		return value;
	}

	/** The date of birth in the number. */
	public LocalDate birthDate() {
		return birthDate;
	}

	/** The sex the 17th digit says. */
	public Sex sex() {
		return Sex.ofSequenceDigit(value.charAt(16));
	}

	/** The number as screens show it: four characters, ten asterisks, four characters. */
	public String masked() {
		return value.substring(0, 4) + "*".repeat(10) + value.substring(14);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof IdentityNumber that && value.equals(that.value);
	}

	@Override
	public int hashCode() {
		return value.hashCode();
	}

	@Override
	public String toString() {
		return masked();
	}

	/** The check character of the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). */
	static char checkCharacter(String digits) {
		int sum = 0;
		for (int i = 0; i < WEIGHTS.length; i++) {
			sum += WEIGHTS[i] * (digits.charAt(i) - '0');
		}
		return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
	}

	/** The day eight digits {@code yyyyMMdd} name; empty if the calendar has no such day. */
	static Optional<LocalDate> existingDate(String digits) {
		try {
			return Optional.of(LocalDate.of(Integer.parseInt(digits.substring(0, 4)),
					Integer.parseInt(digits.substring(4, 6)), Integer.parseInt(digits.substring(6))));
		} catch (DateTimeException noSuchDay) {
			return Optional.empty();
		}
	}
}
