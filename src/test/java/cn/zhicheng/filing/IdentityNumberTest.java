package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhicheng.filing.IdentityNumber.Problem;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNumberTest {

	private static final LocalDate TODAY = LocalDate.of(2021, 4, 1);

	@Test
	void theExampleOfTheStandardIsValid() {
		IdentityNumber number = read("34052419800101001X");

		assertThat(number.value()).isEqualTo("34052419800101001X");
		assertThat(number.birthDate()).isEqualTo(LocalDate.of(1980, 1, 1));
		assertThat(number.sex()).isEqualTo(Sex.MALE);
	}

	@ParameterizedTest
	@CsvSource({
			"62070219800101001X, 1980-01-01, MALE",
			"620702198506150026, 1985-06-15, FEMALE",
			"620722197812030031, 1978-12-03, MALE",
			"620102197511300044, 1975-11-30, FEMALE"})
	void theDemonstrationIndividualsAreValid(String typed, LocalDate birthDate, Sex sex) {
		IdentityNumber number = read(typed);

		assertThat(number.birthDate()).isEqualTo(birthDate);
		assertThat(number.sex()).isEqualTo(sex);
	}

	@Test
	void aDateThatDoesNotExistIsRefusedThoughTheCheckCharacterFits() {
		assertThat(IdentityNumber.checkCharacter("62072319900229001")).isEqualTo('3');
		assertThat(problem("620723199002290013")).isEqualTo(Problem.DATE_DOES_NOT_EXIST);
	}

	@ParameterizedTest
	@ValueSource(strings = {"19000229", "19990931", "19991301", "19990001", "19990100", "19990132"})
	void noNumberIsValidWithADateOutsideTheCalendar(String date) {
		assertThat(problem(withCheckCharacter("620702" + date + "001"))).isEqualTo(Problem.DATE_DOES_NOT_EXIST);
	}

	@Test
	void theTwentyNinthOfFebruaryExistsInALeapYear() {
		assertThat(read(withCheckCharacter("62070220000229001")).birthDate()).isEqualTo(LocalDate.of(2000, 2, 29));
	}

	@Test
	void aPersonBornTodayHasANumberOneBornTomorrowHasNot() {
		String bornToday = withCheckCharacter("62070220210401001");
		String bornTomorrow = withCheckCharacter("62070220210402001");

		assertThat(IdentityNumber.parse(bornToday, TODAY).number()).isPresent();
		assertThat(problem(bornTomorrow)).isEqualTo(Problem.DATE_IN_FUTURE);
		assertThat(IdentityNumber.parse(bornTomorrow).number()).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = {"62070219800101001x", "６２０７０２１９８００１０１００１Ｘ", " 620702 19800101 001X ", "620702-19800101-001x",
			"\uFEFF62070219800101001X\u200B"})
	void theNumberIsReadHoweverItIsTyped(String typed) {
		assertThat(read(typed).value()).isEqualTo("62070219800101001X");
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = {"6207021980010100", "62070219800101001", "62070219800101001X1", "12345678901234567890"})
	void anyOtherLengthIsRefused(String typed) {
		assertThat(problem(typed)).isEqualTo(Problem.LENGTH);
	}

	@ParameterizedTest
	@ValueSource(strings = {"6207021980010100XX", "X2070219800101001X", "62070219800101O01X", "62070219800101001A",
			"张三6207021980010100", "६२०७०२१९८००१०१००१X"})
	void anythingButDigitsAndAFinalXIsRefused(String typed) {
		assertThat(problem(typed)).isEqualTo(Problem.CHARACTERS);
	}

	@ParameterizedTest
	@MethodSource("generatedNumbers")
	void everySingleWrongDigitIsNoticed(String number) {
		assertThat(IdentityNumber.parse(number).number()).as("the generated number").isPresent();
		for (int position = 0; position < number.length(); position++) {
			for (char other : "0123456789X".toCharArray()) {
				if (other != number.charAt(position)) {
					String changed = number.substring(0, position) + other + number.substring(position + 1);
					assertThat(IdentityNumber.parse(changed).number()).as(changed).isEmpty();
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("generatedNumbers")
	void twoNeighbouringDigitsInterchangedAreNoticed(String number) {
		for (int position = 0; position < number.length() - 1; position++) {
			char first = number.charAt(position);
			char second = number.charAt(position + 1);
			if (first != second) {
				String changed = number.substring(0, position) + second + first + number.substring(position + 2);
				assertThat(IdentityNumber.parse(changed).number()).as(changed).isEmpty();
			}
		}
	}

	static Stream<String> generatedNumbers() {
		Random random = new Random(11643);
		return Stream.generate(() -> withCheckCharacter("%06d%s%03d".formatted(110000 + random.nextInt(540000),
				LocalDate.of(1930, 1, 1).plusDays(random.nextInt(32000)).toString().replace("-", ""),
				random.nextInt(1000)))).limit(300);
	}

	@Test
	void theNumberDoesNotShowItselfInLogs() {
		assertThat(read("62070219800101001X")).hasToString("6207**********001X");
		assertThat(IdentityNumber.parse("62070219800101001X").toString()).doesNotContain("19800101");
		assertThat(oldNumber("620702800101001").toString()).doesNotContain("800101");
	}

	@Test
	void numbersAreEqualByValue() {
		assertThat(read("62070219800101001x")).isEqualTo(read("62070219800101001X"))
				.hasSameHashCodeAs(read("62070219800101001X")).isNotEqualTo(read("620702198506150026"));
	}

	@Test
	void aNumberOfFifteenDigitsIsToldApartFromAWrongLength() {
		assertThat(problem("620702800101001")).isEqualTo(Problem.OLD_PAPER);
	}

	@Test
	void anOldNumberIsExtendedByTheCenturyAndTheCheckCharacter() {
		OldIdentityNumber old = oldNumber("620702800101001");

		assertThat(old.extended()).isEqualTo(read("62070219800101001X"));
		assertThat(old.isExtendedBy(read("62070219800101001X"))).isTrue();
		assertThat(old.isExtendedBy(read("620702198506150026"))).isFalse();
	}

	@Test
	void aNumberOfTheTwoThousandsExtendsNoOldOne() {
		OldIdentityNumber old = oldNumber("620702050101002");

		assertThat(old.extended().birthDate()).isEqualTo(LocalDate.of(1905, 1, 1));
		assertThat(old.isExtendedBy(read(withCheckCharacter("62070220050101002")))).isFalse();
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = {"62070280010100", "6207028001010011", "62070280010100X", "990702800101001", "620702800230001",
			"620702900229001"})
	void whatCannotBeAnOldNumberIsNotRecognised(String text) {
		assertThat(OldIdentityNumber.in(text)).isEmpty();
	}

	@Test
	void oldNumbersAreFoundInTheTextOfACertificate() {
		assertThat(OldIdentityNumber.in("甘职字第620702800101001号")).extracting(OldIdentityNumber::value)
				.containsExactly("620702800101001");
		assertThat(OldIdentityNumber.in("第６２０７０２８００１０１００１号、620102751130004")).hasSize(2);
		assertThat(OldIdentityNumber.in("62070219800101001X")).isEmpty();
		assertThat(OldIdentityNumber.in("6207028001010011")).as("one digit more at the end").isEmpty();
		assertThat(OldIdentityNumber.in("9620702800101001")).as("one digit more in front").isEmpty();
		assertThat(OldIdentityNumber.in("201512345678901")).isEmpty();
		assertThat(OldIdentityNumber.in(null)).isEmpty();
	}

	private static IdentityNumber read(String typed) {
		return IdentityNumber.parse(typed, TODAY).number().orElseThrow();
	}

	private static OldIdentityNumber oldNumber(String text) {
		return OldIdentityNumber.in(text).get(0);
	}

	private static Problem problem(String typed) {
		return IdentityNumber.parse(typed, TODAY).problem().orElseThrow();
	}

	private static String withCheckCharacter(String digits) {
		return digits + IdentityNumber.checkCharacter(digits);
	}
}
