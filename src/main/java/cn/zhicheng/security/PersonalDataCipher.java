package cn.zhicheng.security;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Encrypts single values of personal data with AES-256-GCM and a fresh random nonce of 96 bits, so that equal values
 * look different; to find a value, use {@link PersonalDataHash}.
 *
 * <p>The text form is {@code v1:<keyId>:<base64url(nonce|ciphertext|tag)>} without padding. Version, key id and
 * purpose are authenticated with the value: it cannot be passed off as one of another purpose. It can be copied to
 * another row of the same purpose; who may write to the database is not this class's concern. One key is good for
 * 2<sup>32</sup> values (NIST SP 800-38D 8.3), far more than a campaign has.
 *
 * <p>Safe for use by several threads.
 */
public class PersonalDataCipher {

	private static final String VERSION = "v1";
	private static final int NONCE_BYTES = 12;
	private static final int TAG_BITS = 128;
	private static final int SHORTEST = NONCE_BYTES + TAG_BITS / 8;
	private static final Pattern STORED = Pattern.compile("v1:([A-Za-z][A-Za-z0-9_-]{0,15}):([A-Za-z0-9_-]+)");

	private final String currentId;
	private final Map<String, SecretKeySpec> keys = new HashMap<>();
	private final SecureRandom random = new SecureRandom();

	public PersonalDataCipher(PersonalDataKeys keys) {
		this(keys, id -> keys.encryptionKey(id).orElseThrow());
	}

	private PersonalDataCipher(PersonalDataKeys keys, Function<String, byte[]> keyOf) {
		this.currentId = keys.currentId();
		for (String id : keys.ids()) {
			this.keys.put(id, new SecretKeySpec(keyOf.apply(id), "AES"));
		}
	}

	/**
	 * For what is never stored, with keys of its own: a stranger can have as much of it sealed as there are requests, and the
	 * number of values for which a key is good is not to be used up by that.
	 *
	 * @param purpose what is sealed
	 */
	static PersonalDataCipher ofPassingThings(PersonalDataKeys keys, String purpose) {
		return new PersonalDataCipher(keys, id -> keys.streamKey(id, purpose).orElseThrow());
	}

	/**
	 * Encrypts with the current key.
	 *
	 * @param purpose the kind of value, the same for reading, e.g. {@code personal-data}
	 * @param value the value in clear, not null, may be empty
	 */
	public String encrypt(String purpose, String value) {
		requireNonNull(purpose, "purpose");
		requireNonNull(value, "value");
		byte[] nonce = new byte[NONCE_BYTES];
		random.nextBytes(nonce);
		try {
			byte[] sealed = cipher(Cipher.ENCRYPT_MODE, currentId, nonce, purpose).doFinal(value.getBytes(UTF_8));
			byte[] all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
			return VERSION + ":" + currentId + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("AES-256-GCM is not available on this Java platform", impossible);
		}
	}

	/**
	 * Decrypts with whichever known key the value was written with.
	 *
	 * @param purpose the purpose it was encrypted for
	 * @param stored a value from {@link #encrypt}, not null
	 * @throws UnreadablePersonalDataException if it is not exactly such a value, or its key is not known
	 */
	public String decrypt(String purpose, String stored) {
		requireNonNull(purpose, "purpose");
		Matcher form = STORED.matcher(requireNonNull(stored, "stored"));
		if (!form.matches()) {
			throw new UnreadablePersonalDataException("A stored value is not in the form of encrypted personal data");
		}
		String keyId = form.group(1);
		if (!keys.containsKey(keyId)) {
			throw new UnreadablePersonalDataException("Personal data were encrypted with key '" + keyId
					+ "', which is not among the keys known here");
		}
		byte[] all = decode(form.group(2));
		byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
		try {
			byte[] value = cipher(Cipher.DECRYPT_MODE, keyId, nonce, purpose)
					.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
			return new String(value, UTF_8);
		}
		catch (AEADBadTagException tampered) {
			throw new UnreadablePersonalDataException("Encrypted personal data (key '" + keyId
					+ "') were tampered with or do not belong to purpose '" + purpose + "'", tampered);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("AES-256-GCM is not available on this Java platform", impossible);
		}
	}

	private static byte[] decode(String base64) {
		try {
			byte[] all = Base64.getUrlDecoder().decode(base64);
			// The decoder ignores unused bits of the last character; one value must have one text form only.
			boolean exact = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(base64);
			if (exact && all.length >= SHORTEST) {
				return all;
			}
		}
		catch (IllegalArgumentException malformed) {
			// Not kept as a cause: its message may name characters of the value.
		}
		throw new UnreadablePersonalDataException("A stored value is not in the form of encrypted personal data");
	}

	private Cipher cipher(int mode, String keyId, byte[] nonce, String purpose) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD((VERSION + ":" + keyId + ":" + purpose).getBytes(UTF_8));
		return cipher;
	}
}
