package cn.zhicheng.security;

import java.util.HexFormat;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Keyed hash by which encrypted personal data are found: HMAC-SHA-256 under a key of its own for each purpose. Without
 * the key nobody can try out all identity numbers against a copy of the database.
 *
 * <p>The keys do not change when a new encryption key is put in front; see {@link PersonalDataKeys}. Safe for use by
 * several threads.
 */
public class PersonalDataHash {

	/** Hashes of such purposes are never stored. */
	private static final String IN_MEMORY = "throttle/";

	private final PersonalDataKeys keys;

	public PersonalDataHash(PersonalDataKeys keys) {
		this.keys = keys;
	}

	/**
	 * @param purpose what is looked up, e.g. {@code document-number}; hashes of different purposes cannot be compared.
	 *     One of {@link PersonalDataKeys#STORED_PURPOSES}, and never changed once values are stored
	 * @param normalisedValue the value in the one form in which it is looked up (trimmed, upper case, …), not null
	 * @return 64 lower-case hexadecimal digits
	 */
	public String of(String purpose, String normalisedValue) {
		if (purpose == null || purpose.isBlank()) {
			throw new IllegalArgumentException("A keyed hash needs a purpose");
		}
		if (!purpose.startsWith(IN_MEMORY) && !PersonalDataKeys.STORED_PURPOSES.contains(purpose)) {
			throw new IllegalArgumentException("Name the purpose '" + purpose + "' in PersonalDataKeys.STORED_PURPOSES first");
		}
		if (normalisedValue == null) {
			throw new IllegalArgumentException("There is nothing to hash for purpose '" + purpose + "'");
		}
		return HexFormat.of().formatHex(Hkdf.hmac(keys.hashKey(purpose)).doFinal(normalisedValue.getBytes(UTF_8)));
	}
}
