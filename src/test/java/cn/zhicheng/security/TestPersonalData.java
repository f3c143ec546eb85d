package cn.zhicheng.security;

/** What modules that store personal data need in tests without an application. */
public final class TestPersonalData {

	private TestPersonalData() {
	}

	/** A line of a key file; each number makes another key. */
	public static String key(String id, int number) {
		return id + " " + TestKeys.base64(number);
	}

	/** @param lines of a key file, newest first */
	public static PersonalDataStreams streams(String... lines) {
		return new PersonalDataStreams(TestKeys.lines(lines));
	}

	/** @param lines of a key file, newest first */
	public static PersonalDataCipher cipher(String... lines) {
		return new PersonalDataCipher(TestKeys.lines(lines));
	}

	/** @param lines of a key file, newest first */
	public static PersonalDataHash hash(String... lines) {
		return new PersonalDataHash(TestKeys.lines(lines));
	}
}
