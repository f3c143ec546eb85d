package cn.zhicheng.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Encrypts personal data of any size while they are written, and decrypts them while they are read: AES-256-GCM in segments
 * of 4 KiB, each with its number and the mark of the last one in its nonce (Google Tink's AES-GCM-HKDF streaming), under a
 * key of its own for each purpose and, by a random salt, for each stream. No byte is handed out before its segment is
 * proven: what was changed, reordered, cut off or lengthened ends in an {@link IOException}.
 *
 * <pre>
 * "ZCE1" | length of key id (1 byte) | key id | Tink: length of header, salt, nonce prefix | segments
 * </pre>
 *
 * The head is authenticated with the purpose and with what the caller says the stream is ({@code identity}), so that one
 * stream can not be passed off as another. Safe for use by several threads.
 */
public class PersonalDataStreams {

	private static final byte[] MAGIC = "ZCE1".getBytes(US_ASCII);

	private static final Pattern KEY_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,15}");

	private static final int SEGMENT = 4096;

	private final PersonalDataKeys keys;

	private final ConcurrentMap<String, StreamingAead> ciphers = new ConcurrentHashMap<>();

	public PersonalDataStreams(PersonalDataKeys keys) {
		this.keys = keys;
	}

	/**
	 * Encrypts with the current key.
	 *
	 * @param purpose the kind of data, the same for reading, e.g. {@code evidence}
	 * @param identity which of that kind it is, the same for reading; may be empty
	 * @param out gets the ciphertext, and is closed with what is returned
	 * @return to be closed: only then is the stream complete
	 */
	public OutputStream encrypting(String purpose, String identity, OutputStream out) throws IOException {
		String keyId = keys.currentId();
		byte[] id = keyId.getBytes(US_ASCII);
		out.write(MAGIC);
		out.write(id.length);
		out.write(id);
		try {
			return cipher(keyId, purpose).newEncryptingStream(out, associated(keyId, purpose, identity));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("AES-256-GCM is not available on this Java platform", impossible);
		}
	}

	/**
	 * Decrypts with whichever known key the stream was written with.
	 *
	 * @param in from {@link #encrypting}; closed with what is returned
	 * @return fails with an {@link IOException} where it finds something else than was written
	 * @throws UnreadablePersonalDataException if it is no such stream, or its key is not known
	 */
	public InputStream decrypting(String purpose, String identity, InputStream in) throws IOException {
		String keyId = keyOf(in).orElseThrow(
				() -> new UnreadablePersonalDataException("What was stored is not in the form of encrypted personal data"));
		try {
			return cipher(keyId, purpose).newDecryptingStream(in, associated(keyId, purpose, identity));
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("AES-256-GCM is not available on this Java platform", impossible);
		}
	}

	/**
	 * Reads the head of a stream.
	 *
	 * @param in at the beginning of a stream; stands behind its head afterwards
	 * @return the id of the key it was encrypted with, known or not; empty if it is not from {@link #encrypting}
	 */
	public Optional<String> keyOf(InputStream in) throws IOException {
		for (byte expected : MAGIC) {
			if (in.read() != expected) {
				return Optional.empty();
			}
		}
		String id = new String(in.readNBytes(Math.max(0, in.read())), US_ASCII);
		return Optional.of(id).filter(KEY_ID.asMatchPredicate());
	}

	/** Whether a stream would be encrypted anew with another key than this. */
	public boolean isCurrent(String keyId) {
		return keys.currentId().equals(keyId);
	}

	private StreamingAead cipher(String keyId, String purpose) {
		requireNonNull(purpose, "purpose");
		// Purposes are few and ours, ids those of the known keys: the map stays small.
		return ciphers.computeIfAbsent(keyId + ":" + purpose, name -> create(keyId, purpose));
	}

	private StreamingAead create(String keyId, String purpose) {
		byte[] key = keys.streamKey(keyId, purpose).orElseThrow(() -> new UnreadablePersonalDataException(
				"Personal data were encrypted with key '" + keyId + "', which is not among the keys known here"));
		try {
			return new AesGcmHkdfStreaming(key, "HmacSha256", PersonalDataKeys.KEY_LENGTH, SEGMENT, 0);
		}
		catch (GeneralSecurityException impossible) {
			throw new IllegalStateException("AES-256-GCM is not available on this Java platform", impossible);
		}
	}

	private static byte[] associated(String keyId, String purpose, String identity) {
		return ("ZCE1:" + keyId + ":" + purpose + ":" + requireNonNull(identity, "identity")).getBytes(UTF_8);
	}
}
