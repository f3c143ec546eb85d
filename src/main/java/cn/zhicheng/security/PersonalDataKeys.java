package cn.zhicheng.security;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The master keys that protect personal data, newest first. The first one encrypts and all of them decrypt.
 *
 * <p>The keyed hashes stand in the database to find people by, so they must stay the same when encryption keys come and
 * go. Their root is a key of its own, the line {@code hash-root}. Where there is none, as in installations that began
 * without, the <em>last</em> encryption key is their root and cannot be removed; the command {@code separate-hash-keys}
 * then writes down what the hashes need of it (lines {@code hash-key}, one for each purpose whose hashes are stored), from
 * which nobody can tell the key itself.
 */
public final class PersonalDataKeys {

	static final int KEY_LENGTH = 32;

	private static final Pattern KEY_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,15}");
	private static final byte[] NO_SALT = new byte[0];
	private static final String HASH_ROOT = "hash-root";
	private static final String HASH_KEY = "hash-key";
	private static final String HASH = "zhicheng/personal-data/hash/";

	/** What keyed hashes are stored of. Without its purpose here, hashes would be lost when the hash keys are separated. */
	static final List<String> STORED_PURPOSES = List.of("document-number", "certificate-number", "evidence-name",
			"activation-code", "organisation-application-code", "session", "sign-in", "staff-token", SamePerson.SUBJECT, SamePerson.MAIL,
			AuditSeals.PURPOSE);

	private final List<MasterKey> newestFirst;
	/** Null: the last of the keys is the root. */
	private final MasterKey hashRoot;
	private final Map<String, byte[]> hashKeys;

	private PersonalDataKeys(List<MasterKey> newestFirst, MasterKey hashRoot, Map<String, byte[]> hashKeys) {
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
		if (hashRoot == null && !hashKeys.isEmpty()) {
			throw new InvalidPersonalDataKeyException("There are hash keys for personal data, but no line 'hash-root'.",
					"Put the line 'hash-root' back that was written together with the lines 'hash-key'.");
		}
		this.newestFirst = List.copyOf(newestFirst);
		this.hashRoot = hashRoot;
		this.hashKeys = Map.copyOf(hashKeys);
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
		return new PersonalDataKeys(List.of(new MasterKey(idOf(key), key)), null, Map.of());
	}

	/**
	 * @param lines lines {@code keyId base64}, newest key first, at most one {@code hash-root base64} and any number of
	 *     {@code hash-key purpose base64}; empty ones and comments with {@code #} are skipped
	 * @param source what the lines come from, for messages
	 * @throws InvalidPersonalDataKeyException if a line is malformed, an id is used twice or no key is given
	 */
	static PersonalDataKeys ofLines(List<String> lines, String source) {
		List<MasterKey> keys = new ArrayList<>();
		MasterKey hashRoot = null;
		Map<String, byte[]> hashKeys = new HashMap<>();
		for (int number = 1; number <= lines.size(); number++) {
			String line = lines.get(number - 1).strip();
			if (line.isEmpty() || line.startsWith("#")) {
				continue;
			}
			String[] parts = line.split("\\s+");
			String place = "Line " + number + " of " + source;
			if (parts.length == 3 && parts[0].equals(HASH_KEY)) {
				hashKeys.put(parts[1], decode(parts[2], place));
				continue;
			}
			if (parts.length == 2 && parts[0].equals(HASH_ROOT) && hashRoot == null) {
				hashRoot = new MasterKey(HASH_ROOT, decode(parts[1], place));
				continue;
			}
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
		return new PersonalDataKeys(keys, hashRoot, hashKeys);
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

	/** The HMAC key for one purpose. */
	byte[] hashKey(String purpose) {
		byte[] separated = hashKeys.get(purpose);
		return separated != null ? separated.clone()
				: derive(hashRoot != null ? hashRoot : newestFirst.get(newestFirst.size() - 1), HASH + purpose);
	}

	/** Whether hashes would change if this encryption key were removed. */
	boolean rootsHashes(String id) {
		return hashRoot == null && newestFirst.get(newestFirst.size() - 1).id.equals(id);
	}

	/**
	 * The lines of a key file with the same encryption keys and the same hashes, in which every encryption key but the
	 * current one can be removed.
	 *
	 * @param newRoot 32 random bytes, for hashes of purposes that come later
	 */
	List<String> linesWithSeparateHashKeys(byte[] newRoot) {
		List<String> lines = new ArrayList<>();
		newestFirst.forEach(key -> lines.add(key.id + " " + base64(key.secret)));
		lines.add(HASH_ROOT + " " + base64(hashRoot != null ? hashRoot.secret : newRoot));
		(hashRoot != null ? hashKeys.keySet().stream().sorted().toList() : STORED_PURPOSES)
				.forEach(purpose -> lines.add(HASH_KEY + " " + purpose + " " + base64(hashKey(purpose))));
		return lines;
	}

	private static String base64(byte[] secret) {
		return Base64.getEncoder().encodeToString(secret);
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
