package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordHashingTest {

	/** Tests of the whole application keep passwords at less cost; what runs does not. */
	@Test
	void a_password_is_kept_with_bcrypt_at_cost_ten_and_a_salt_of_its_own() {
		var passwords = new PasswordHashing().passwordEncoder();
		var kept = passwords.encode("mima-2021");
		assertThat(kept).startsWith("$2a$10$").isNotEqualTo(passwords.encode("mima-2021"));
		assertThat(passwords.matches("mima-2021", kept)).isTrue();
		assertThat(passwords.matches("mima-2022", kept)).isFalse();
	}
}
