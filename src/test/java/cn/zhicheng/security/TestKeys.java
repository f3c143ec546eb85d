package cn.zhicheng.security;

import java.util.Base64;
import java.util.List;

/** Keys that tell themselves apart at a glance: 32 bytes counting up from a given one. */
final class TestKeys {

	/** The bytes 0 to 31. */
	static final String FIRST = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

	private TestKeys() {
	}

	static String base64(int firstByte) {
		byte[] key = new byte[32];
		for (int i = 0; i < key.length; i++) {
			key[i] = (byte) (firstByte + i);
		}
		return Base64.getEncoder().encodeToString(key);
	}

	static PersonalDataKeys single() {
		return PersonalDataKeys.ofSingle(FIRST);
	}

	static PersonalDataKeys lines(String... lines) {
		return PersonalDataKeys.ofLines(List.of(lines), "the test's keys");
	}
}
