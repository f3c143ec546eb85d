package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

	@ParameterizedTest
	@ValueSource(strings = {"阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽・买买提", "阿依古丽‧买买提", "阿依古丽．买买提", "阿依古丽.买买提", "阿依古丽･买买提",
			"阿依古丽∙买买提", "阿依古丽⋅买买提", "阿依古丽 · 买买提", "　阿依古丽 . 买买提 "})
	void theMiddleDotIsOneHoweverItIsTyped(String typed) {
		assertThat(PersonName.normalise(typed)).isEqualTo("阿依古丽·买买提");
	}

	@ParameterizedTest
	@ValueSource(strings = {"演示甲", " 演示甲 ", "演 示 甲", "演　示　甲", "演示甲\u200B", "\uFEFF演\u00A0示甲", "演示甲\t"})
	void blanksBetweenHanCharactersDoNotCount(String typed) {
		assertThat(PersonName.normalise(typed)).isEqualTo("演示甲");
	}

	@Test
	void namesInLettersKeepOneBlankAndTheirFullStops() {
		assertThat(PersonName.normalise(" Ｊｏｈｎ   Q. Public ")).isEqualTo("John Q. Public");
	}

	@Test
	void sameNamesAreSameHoweverTyped() {
		assertThat(PersonName.same("王 莉", "王莉")).isTrue();
		assertThat(PersonName.same("王莉", "王丽")).isFalse();
		assertThat(PersonName.same("", null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = {"演示甲", "王莉", "阿依古丽.买买提", "Jean-Luc O'Neil", "𠮷田", "刘〇"})
	void aNameIsAccepted(String typed) {
		assertThat(PersonName.problem(typed)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({"王, TOO_SHORT", "王3, CHARACTERS", "王?, CHARACTERS", "王（小）, CHARACTERS", "·买买提, CHARACTERS",
			"<b>王莉</b>, CHARACTERS"})
	void whatIsNoNameIsRefusedWithTheReason(String typed, String problem) {
		assertThat(PersonName.problem(typed)).contains("personName." + problem);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = "　")
	void aMissingNameIsRefused(String typed) {
		assertThat(PersonName.problem(typed)).contains("personName.EMPTY");
	}

	@Test
	void theLongestNameHasFiftyCharactersRareOnesCountedOnce() {
		assertThat(PersonName.problem("𠮷".repeat(50))).isEmpty();
		assertThat(PersonName.problem("王".repeat(51))).contains("personName.TOO_LONG");
	}
}
