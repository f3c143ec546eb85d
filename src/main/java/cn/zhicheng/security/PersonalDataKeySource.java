package cn.zhicheng.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads the keys for personal data from where {@link PersonalDataSettings} say, and makes the key file of a
 * demonstration.
 */
final class PersonalDataKeySource {

	private static final Logger log = LoggerFactory.getLogger(PersonalDataKeySource.class);

	private final PersonalDataSettings settings;

	PersonalDataKeySource(PersonalDataSettings settings) {
		this.settings = settings;
	}

	/**
	 * @throws InvalidPersonalDataKeyException if no key is set, two sources are, or what is set cannot be used
	 */
	PersonalDataKeys keys() {
		if (settings.hasKey() && settings.hasKeyFile()) {
			// Preferring one silently could make data unreadable that were written with the other.
			throw new InvalidPersonalDataKeyException(
					"Both zhicheng.security.personal-data.key and zhicheng.security.personal-data.key-file are set.",
					"Set only one of them (an empty value counts as not set); to use several keys, put all of them into"
							+ " the file, the current one first.");
		}
		PersonalDataKeys keys;
		if (settings.hasKey()) {
			keys = PersonalDataKeys.ofSingle(settings.key());
		}
		else if (settings.hasKeyFile()) {
			keys = fromFile(settings.keyFile());
		}
		else {
			throw PersonalDataKeys.missing();
		}
		log.info("Personal data are encrypted with key {}; keys known: {}", keys.currentId(), keys.ids());
		return keys;
	}

	private PersonalDataKeys fromFile(Path file) {
		if (Files.notExists(file)) {
			if (!settings.createKeyFile()) {
				throw new InvalidPersonalDataKeyException(
						"The key file " + file + " for personal data does not exist.",
						"Put the file back from its safe copy, or correct zhicheng.security.personal-data.key-file; for"
								+ " a demonstration without data to keep, zhicheng.security.personal-data.create-key-file"
								+ "=true creates one.");
			}
			create(file);
		}
		try {
			return PersonalDataKeys.ofLines(Files.readAllLines(file, UTF_8), "the key file " + file);
		}
		catch (CharacterCodingException binary) {
			throw new InvalidPersonalDataKeyException("The key file " + file + " for personal data is not a text file.",
					"Write it as lines of the form 'keyId base64'.", binary);
		}
		catch (IOException unreadable) {
			throw new InvalidPersonalDataKeyException("The key file " + file + " for personal data cannot be read.",
					"Let it be a file that the account of this application may read.", unreadable);
		}
	}

	private void create(Path file) {
		byte[] key = new byte[PersonalDataKeys.KEY_LENGTH];
		new SecureRandom().nextBytes(key);
		byte[] hashRoot = new byte[PersonalDataKeys.KEY_LENGTH];
		new SecureRandom().nextBytes(hashRoot);
		write(file, List.of(PersonalDataKeys.idOf(key) + " " + Base64.getEncoder().encodeToString(key),
				"hash-root " + Base64.getEncoder().encodeToString(hashRoot)));
	}

	/** Writes a key file that did not exist; one that another instance has made meanwhile is left alone. */
	static void write(Path file, List<String> lines) {
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
		}
		catch (IOException unwritable) {
			throw notCreated(file, unwritable);
		}
		try {
			// Permissions are given at creation: at no moment may others read the file. SYNC, because data written
			// a moment later can never be read again if the key does not survive a power cut.
			try (SeekableByteChannel channel = Files.newByteChannel(file,
					Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
					ownerOnly(file))) {
				channel.write(ByteBuffer.wrap((String.join("\n", lines) + "\n").getBytes(UTF_8)));
			}
			log.warn("Created the key file {} for personal data; without it the data stored from now on are lost", file);
		}
		catch (FileAlreadyExistsException madeByAnotherInstance) {
			log.info("The key file {} for personal data was created by another instance", file);
		}
		catch (IOException unwritable) {
			throw notCreated(file, unwritable);
		}
	}

	private static InvalidPersonalDataKeyException notCreated(Path file, IOException cause) {
		return new InvalidPersonalDataKeyException("The key file " + file + " for personal data cannot be created.",
				"Let its directory be one in which the account of this application may write.", cause);
	}

	private static FileAttribute<?>[] ownerOnly(Path file) {
		if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return new FileAttribute<?>[0];
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
	}
}
