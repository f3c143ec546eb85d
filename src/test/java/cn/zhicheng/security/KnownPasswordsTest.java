package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords that everybody knows, in whatever way they are written. */
class KnownPasswordsTest {

	private final KnownPasswords known = new KnownPasswords();

	@ParameterizedTest
	@ValueSource(strings = { "password1", "PASSWORD1", "Password-2021", "Zhicheng-2021", "zhicheng2021", "Zhicheng-2022!", "ZHICHENG_20210401", "Admin@123456",
			"a123456789", "Woaini1314", "1qaz2WSX", "Qwer-1234", "P@ssw0rd", "iloveyou520", " abc12345 ", "ａｂｃ１２３４５", "Camunda-2024" })
	void what_is_tried_first_is_known(String password) {
		assertThat(known.contains(password)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "mima-2021", "Eigenes-Wort-7", "Geheim-4711-x", "Anders-als-2021", "zhicheng-bu-hao-ji-2021", "Zhicheng-7391846205", "huangshan-yun8",
			"aB3-dE6-gH9-jK2", "a1", "" })
	void what_has_something_of_its_own_is_not(String password) {
		assertThat(known.contains(password)).isFalse();
	}
}
