package cn.zhicheng.security;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The master keys that protect personal data, newest first. The first one encrypts, all of them decrypt, and the
 * <em>last</em> one, the oldest, is the root of every keyed hash: the hashes stand in the database to find people by,
 * so they must stay the same when a new encryption key is put in front. The last key can therefore be removed only
 * together with computing all hashes anew.
 */
public final class PersonalDataKeys {

	static final int KEY_LENGTH = 32;

	private static final Pattern KEY_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,15}");
	private static final byte[] NO_SALT = new byte[0];

	private final List<MasterKey> newestFirst;

	private PersonalDataKeys(List<MasterKey> newestFirst) {
		if (newestFirst.isEmpty()) {
			throw new InvalidPersonalDataKeyException("There is no key for personal data.", howToMakeOne());
		}
		Set<String> ids = new HashSet<>();
		for (MasterKey key : newestFirst) {
			if (!ids.add(key.id)) {
				throw new InvalidPersonalDataKeyException(
						"The key id '" + key.id + "' for personal data is used twice.",
						"Give every line of the key file an id of its own; never change the id of a key already in use.");
			}
		}
		this.newestFirst = List.copyOf(newestFirst);
	}

	/**
	 * A single key without a name of its own; its id is derived from it, so that data written with another key are
	 * recognised as such.
	 *
	 * @param base64 32 bytes in base64
	 * @throws InvalidPersonalDataKeyException if it is anything else
	 */
	static PersonalDataKeys ofSingle(String base64) {
		byte[] key = decode(base64, "The setting zhicheng.security.personal-data.key");
		return new PersonalDataKeys(List.of(new MasterKey(idOf(key), key)));
	}

	/**
	 * @param lines lines {@code keyId base64}, newest key first; empty ones and comments with {@code #} are skipped
	 * @param source what the lines come from, for messages
	 * @throws InvalidPersonalDataKeyException if a line is malformed, an id is used twice or no key is given
	 */
	static PersonalDataKeys ofLines(List<String> lines, String source) {
		List<MasterKey> keys = new ArrayList<>();
		for (int number = 1; number <= lines.size(); number++) {
			String line = lines.get(number - 1).strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			String[] parts = line.split("\\s+");
			String place = "Line " + number + " of " + source;
			if (parts.length != 2 || !KEY_ID.matcher(parts[0]).matches()) {
				throw new InvalidPersonalDataKeyException(
						place + " is not of the form 'keyId base64'.",
						"Write a key id (a letter, then up to 15 letters, digits, '-' or '_'), a space and 32 bytes in"
								+ " base64, as 'openssl rand -base64 32' prints them.");
			}
			keys.add(new MasterKey(parts[0], decode(parts[1], place)));
		}
		if (keys.isEmpty()) {
			throw new InvalidPersonalDataKeyException("There is no key in " + source + ".", howToMakeOne());
		}
		return new PersonalDataKeys(keys);
	}

	/** The id by which a key without a name is known: tells keys apart, gives nothing away about them. */
	static String idOf(byte[] key) {
		return "k" + HexFormat.of().formatHex(Hkdf.derive(key, NO_SALT, "zhicheng/personal-data/key-id".getBytes(UTF_8), 4));
	}

	private static String howToMakeOne() {
		return "Put 32 random bytes in base64, as 'openssl rand -base64 32' prints them, into"
				+ " zhicheng.security.personal-data.key (with profile postgres the environment variable"
				+ " ZHICHENG_PERSONAL_DATA_KEY), or name a file of lines 'keyId base64' in"
				+ " zhicheng.security.personal-data.key-file, and keep a copy in a safe place.";
	}

	static InvalidPersonalDataKeyException missing() {
		return new InvalidPersonalDataKeyException(
				"Neither zhicheng.security.personal-data.key nor zhicheng.security.personal-data.key-file is set, so"
						+ " personal data cannot be protected.",
				howToMakeOne());
	}

	private static byte[] decode(String base64, String place) {
		byte[] key;
		try {
			key = Base64.getDecoder().decode(base64.strip());
		}
		catch (IllegalArgumentException malformed) {
			// Not kept as the cause: its message names characters of the key.
			throw new InvalidPersonalDataKeyException(place + " does not hold a key in base64.", howToMakeOne());
		}
		if (key.length != KEY_LENGTH) {
			throw new InvalidPersonalDataKeyException(
					place + " holds a key of " + key.length + " bytes instead of " + KEY_LENGTH + ".", howToMakeOne());
		}
		return key;
	}

	/** The id of the key that encrypts what is written from now on. */
	public String currentId() {
		return newestFirst.get(0).id;
	}

	/** The ids of all keys, newest first. */
	public List<String> ids() {
		return newestFirst.stream().map(key -> key.id).toList();
	}

	/** The AES key belonging to an id, or empty if no such key is known. */
	Optional<byte[]> encryptionKey(String id) {
		return newestFirst.stream().filter(key -> key.id.equals(id)).findFirst()
				.map(key -> derive(key, "zhicheng/personal-data/encryption"));
	}

	/** The key for streams of one purpose belonging to an id, or empty if no such key is known. */
	Optional<byte[]> streamKey(String id, String purpose) {
		return newestFirst.stream().filter(key -> key.id.equals(id)).findFirst()
				.map(key -> derive(key, "zhicheng/personal-data/stream/" + purpose));
	}

	/** The HMAC key for one purpose, derived from the oldest master key. */
	byte[] hashKey(String purpose) {
		return derive(newestFirst.get(newestFirst.size() - 1), "zhicheng/personal-data/hash/" + purpose);
	}

	private static byte[] derive(MasterKey key, String info) {
		return Hkdf.derive(key.secret, NO_SALT, info.getBytes(UTF_8), KEY_LENGTH);
	}

	/** Names the keys by id only. */
	@Override
	public String toString() {
		return "PersonalDataKeys" + ids();
	}

	/** Not a record: a record's own toString would offer the secret. */
	private static final class MasterKey {

		private final String id;
		private final byte[] secret;

		private MasterKey(String id, byte[] secret) {
			this.id = id;
			this.secret = secret;
		}
	}
}
