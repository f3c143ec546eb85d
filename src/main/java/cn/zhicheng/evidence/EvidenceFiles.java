package cn.zhicheng.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;

/**
 * The evidence directory: files named by the hash of their content, so that equal content is stored once and a name never
 * says anything about a person.
 *
 * <pre>
 * files/ab/abcd…          content, complete, never changed
 * incoming/(uuid)         being written or inspected
 * sweeping/abcd….(uuid)   set aside by the {@link EvidenceSweeper} for a moment, to decide about it
 * pages/ab/abcd…/1.jpg    page images, can be deleted at any time
 * </pre>
 *
 * Writing is always the same: into {@code incoming}, forced to disk, moved into place in one step, even if the same content
 * is there already. Whoever finds a name therefore finds a complete file, and a file's time is that of its last upload.
 */
@Component
class EvidenceFiles {

	private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

	private static final int BUFFER = 8192;

	private final Path content;

	private final Path incoming;

	private final Path sweeping;

	private final Path pages;

	private final long maxSize;

	private final String maxSizeText;

	private final Clock clock;

	EvidenceFiles(EvidenceSettings settings, Clock clock) {
		Path root = settings.directory().toAbsolutePath().normalize();
		this.content = root.resolve("files");
		this.incoming = root.resolve("incoming");
		this.sweeping = root.resolve("sweeping");
		this.pages = root.resolve("pages");
		this.maxSize = settings.maxSize().toBytes();
		this.maxSizeText = settings.maxSizeText();
		this.clock = clock;
		try {
			for (Path directory : List.of(content, incoming, sweeping, pages)) {
				Files.createDirectories(directory);
			}
			Files.delete(Files.createTempFile(incoming, "start", null));
		}
		catch (IOException e) {
			throw new UncheckedIOException("The evidence directory " + root
					+ " can not be written to; create it for this user or set zhicheng.evidence.directory", e);
		}
	}

	/**
	 * Takes a user's stream to disk, at most one buffer beyond the size limit.
	 *
	 * @throws Unacceptable if it is empty or too large
	 */
	IncomingFile receive(InputStream in) throws IOException, Unacceptable {
		Path path = incoming.resolve(UUID.randomUUID().toString());
		MessageDigest digest = sha256();
		long size = 0;
		boolean complete = false;
		try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE), digest)) {
			byte[] buffer = new byte[BUFFER];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				size += read;
				if (size > maxSize) {
					throw new Unacceptable(RefusalReason.TOO_LARGE, maxSizeText);
				}
				out.write(buffer, 0, read);
			}
			if (size == 0) {
				throw new Unacceptable(RefusalReason.EMPTY);
			}
			complete = true;
		}
		finally {
			if (!complete) {
				Files.deleteIfExists(path);
			}
		}
		return new IncomingFile(path, size, HexFormat.of().formatHex(digest.digest()));
	}

	/** Writes bytes the application has made itself. */
	IncomingFile write(byte[] bytes) throws IOException {
		Path path = incoming.resolve(UUID.randomUUID().toString());
		Files.write(path, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		return new IncomingFile(path, bytes.length, HexFormat.of().formatHex(sha256().digest(bytes)));
	}

	/**
	 * Makes a file part of the store under its hash. When this returns, it survives a power failure.
	 *
	 * @return the time the file now carries
	 */
	Instant store(IncomingFile file) throws IOException {
		Instant now = clock.instant();
		Path target = path(file.sha256());
		Files.setLastModifiedTime(file.path(), FileTime.from(now));
		force(file.path(), StandardOpenOption.WRITE);
		if (!Files.isDirectory(target.getParent())) {
			Files.createDirectories(target.getParent());
			forceDirectory(content);
		}
		Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		forceDirectory(target.getParent());
		return now;
	}

	/**
	 * Opens content for reading. For the instant in which a sweep has set it aside, it is read there.
	 *
	 * @throws NoSuchFileException if there is no such content
	 */
	InputStream open(String sha256) throws IOException {
		return Files.newInputStream(locate(sha256), StandardOpenOption.READ);
	}

	/** Where content lies now. */
	Path locate(String sha256) throws IOException {
		Path path = path(sha256);
		if (Files.exists(path)) {
			return path;
		}
		for (Path aside : list(sweeping)) {
			if (hashOf(aside).equals(sha256)) {
				return aside;
			}
		}
		// Put back between the two looks.
		if (Files.exists(path)) {
			return path;
		}
		throw new NoSuchFileException(path.toString());
	}

	boolean has(String sha256) throws IOException {
		try {
			locate(sha256);
			return true;
		}
		catch (NoSuchFileException e) {
			return false;
		}
	}

	/** Where a page image is cached, whether it is there or not. */
	Path pageImage(String sha256, int page) {
		return pages.resolve(sha256.substring(0, 2)).resolve(sha256).resolve(page + ".jpg");
	}

	/** Writes a page image; readers see all of it or nothing. */
	void storePageImage(String sha256, int page, byte[] bytes) throws IOException {
		Path target = pageImage(sha256, page);
		try (IncomingFile file = write(bytes)) {
			Files.setLastModifiedTime(file.path(), FileTime.from(clock.instant()));
			Files.createDirectories(target.getParent());
			Files.move(file.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/** The directories over which the content is spread. */
	List<Path> shards() throws IOException {
		return list(content);
	}

	/** Hashes of the content in a shard whose last upload was before an instant. */
	List<String> storedBefore(Path shard, Instant instant) throws IOException {
		List<String> hashes = new ArrayList<>();
		for (Path file : list(shard)) {
			if (HASH.matcher(file.getFileName().toString()).matches() && isOlder(file, instant)) {
				hashes.add(file.getFileName().toString());
			}
		}
		return hashes;
	}

	/**
	 * Takes content away from its name in one step, under a name of its own that no one else writes to.
	 *
	 * @return where it is now
	 * @throws NoSuchFileException if someone was faster
	 */
	Path setAside(String sha256) throws IOException {
		Path aside = sweeping.resolve(sha256 + "." + UUID.randomUUID());
		return Files.move(path(sha256), aside, StandardCopyOption.ATOMIC_MOVE);
	}

	/** What sweeps have set aside and not decided about, normally nothing. */
	List<Path> asides() throws IOException {
		return list(sweeping);
	}

	/** The hash of content that was set aside. */
	String hashOf(Path aside) {
		String name = aside.getFileName().toString();
		int dot = name.indexOf('.');
		return dot < 0 ? name : name.substring(0, dot);
	}

	/**
	 * Gives content that was set aside its name again. It counts as uploaded now, because it may take the place of the same
	 * content uploaded in the meantime.
	 */
	void putBack(Path aside) throws IOException {
		Files.setLastModifiedTime(aside, FileTime.from(clock.instant()));
		Path target = path(hashOf(aside));
		Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		forceDirectory(target.getParent());
	}

	/** Deletes content that was set aside. */
	void discard(Path aside) throws IOException {
		Files.deleteIfExists(aside);
	}

	/** Deletes incoming files last written before an instant: their upload has crashed. */
	int deleteIncomingBefore(Instant instant) throws IOException {
		int deleted = 0;
		for (Path file : list(incoming)) {
			if (isOlder(file, instant) && Files.deleteIfExists(file)) {
				deleted++;
			}
		}
		return deleted;
	}

	/** Deletes page images drawn before an instant, and all those of content that is gone. */
	int deletePageImagesBefore(Instant instant) throws IOException {
		int deleted = 0;
		for (Path shard : list(pages)) {
			for (Path document : list(shard)) {
				boolean gone = !has(document.getFileName().toString());
				boolean empty = true;
				for (Path image : list(document)) {
					if (gone || isOlder(image, instant)) {
						deleted += Files.deleteIfExists(image) ? 1 : 0;
					}
					else {
						empty = false;
					}
				}
				if (empty) {
					deleteIfEmpty(document);
				}
			}
		}
		return deleted;
	}

	/** Whether a file was last written before an instant; a file that is gone was not. */
	boolean isOlder(Path file, Instant instant) throws IOException {
		try {
			return Files.getLastModifiedTime(file).toInstant().isBefore(instant);
		}
		catch (NoSuchFileException e) {
			return false;
		}
	}

	private Path path(String sha256) {
		if (!HASH.matcher(sha256).matches()) {
			throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal digits");
		}
		return content.resolve(sha256.substring(0, 2)).resolve(sha256);
	}

	private static List<Path> list(Path directory) throws IOException {
		List<Path> found = new ArrayList<>();
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
			entries.forEach(found::add);
		}
		catch (NoSuchFileException | NotDirectoryException e) {
			return List.of();
		}
		return found;
	}

	private static void deleteIfEmpty(Path directory) throws IOException {
		try {
			Files.deleteIfExists(directory);
		}
		catch (DirectoryNotEmptyException e) {
			// A page was drawn just now; the next sweep looks again.
		}
	}

	private static void force(Path file, StandardOpenOption how) throws IOException {
		try (FileChannel channel = FileChannel.open(file, how)) {
			channel.force(true);
		}
	}

	private static void forceDirectory(Path directory) throws IOException {
		try {
			force(directory, StandardOpenOption.READ);
		}
		catch (AccessDeniedException e) {
			// Windows opens no directory and needs no force for a rename.
			if (!System.getProperty("os.name").startsWith("Windows")) {
				throw e;
			}
		}
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}
}
