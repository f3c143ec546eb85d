package cn.zhicheng.security;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives independent keys from one master key: HKDF with HMAC-SHA-256, RFC 5869.
 */
final class Hkdf {

	private static final String HMAC = "HmacSHA256";
	private static final int HASH_LENGTH = 32;

	private Hkdf() {
	}

	/**
	 * Extracts and expands in one go.
	 *
	 * @param inputKey the master key, not empty
	 * @param salt may be empty, then a block of zeros stands for it (RFC 5869 2.2)
	 * @param info what the derived key is for; two different values give independent keys
	 * @param length number of bytes wanted, 1 to 8160 (RFC 5869 2.3)
	 */
	static byte[] derive(byte[] inputKey, byte[] salt, byte[] info, int length) {
		if (length < 1 || length > 255 * HASH_LENGTH) {
			throw new IllegalArgumentException("HKDF with SHA-256 yields 1 to 8160 bytes, not " + length);
		}
		byte[] pseudoRandomKey = hmac(salt.length == 0 ? new byte[HASH_LENGTH] : salt).doFinal(inputKey);
		Mac mac = hmac(pseudoRandomKey);
		byte[] derived = new byte[length];
		byte[] block = new byte[0];
		for (int counter = 1, filled = 0; filled < length; counter++) {
			mac.update(block);
			mac.update(info);
			mac.update((byte) counter);
			block = mac.doFinal();
			int taken = Math.min(block.length, length - filled);
			System.arraycopy(block, 0, derived, filled, taken);
			filled += taken;
		}
		Arrays.fill(pseudoRandomKey, (byte) 0);
		return derived;
	}

	/** A fresh HMAC-SHA-256 under the given key; {@link Mac} is not safe for use by several threads. */
	static Mac hmac(byte[] key) {
		try {
			Mac mac = Mac.getInstance(HMAC);
			mac.init(new SecretKeySpec(key, HMAC));
			return mac;
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("Every Java platform has to offer " + HMAC, impossible);
		}
	}
}
