package cn.zhicheng.evidence;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
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
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.PersonalDataHash;
import cn.zhicheng.security.PersonalDataStreams;
import cn.zhicheng.security.UnreadablePersonalDataException;

/**
 * The evidence directory. All content in it is encrypted with the keys of personal data while it is written
 * ({@link PersonalDataStreams}) and decrypted while it is read; it never lies there in clear. Files are named by a keyed hash
 * of their SHA-256, so that equal content is stored once, and who has only the directory can not even find out whether a file
 * known to him is in it.
 *
 * <pre>
 * content/ab/abcd…         content, complete, never changed
 * arriving/(uuid)          being written or inspected
 * aside/abcd….(uuid)       set aside by the {@link EvidenceSweeper} for a moment, to decide about it
 * page-images/ab/abcd…/1   page images, can be deleted at any time
 * </pre>
 *
 * Writing is always the same: into {@code arriving}, forced to disk, moved into place in one step, even if the same content
 * is there already. Whoever finds a name therefore finds a complete file, and a file's time is that of its last upload. What
 * was changed or exchanged on disk is not handed out: each segment is authenticated, the whole must have the SHA-256 asked
 * for.
 */
@Component
class EvidenceFiles {

	private static final Logger LOG = LoggerFactory.getLogger(EvidenceFiles.class);

	/** Where an earlier version has stored content in clear; see {@link EvidenceConversion}. */
	static final List<String> EARLIER_CONTENT = List.of("files", "sweeping");

	/** Where it had what nobody needs any more. */
	static final List<String> EARLIER_UNNEEDED = List.of("incoming", "pages");

	private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

	private static final String CONTENT = "evidence";

	private static final String PAGE_IMAGE = "evidence-page-image";

	private static final String NAME = "evidence-name";

	private static final int BUFFER = 8192;

	private final Path root;

	private final Path content;

	private final Path arriving;

	private final Path asides;

	private final Path pages;

	private final long maxSize;

	private final String maxSizeText;

	private final PersonalDataStreams streams;

	private final PersonalDataHash hash;

	private final Clock clock;

	EvidenceFiles(EvidenceSettings settings, PersonalDataStreams streams, PersonalDataHash hash, Clock clock) {
		this.root = settings.directory().toAbsolutePath().normalize();
		this.content = root.resolve("content");
		this.arriving = root.resolve("arriving");
		this.asides = root.resolve("aside");
		this.pages = root.resolve("page-images");
		this.streams = streams;
		this.hash = hash;
		this.maxSize = settings.maxSize().toBytes();
		this.maxSizeText = settings.maxSizeText();
		this.clock = clock;
		try {
			for (Path directory : List.of(content, arriving, asides, pages)) {
				Files.createDirectories(directory);
			}
			Files.delete(Files.createTempFile(arriving, "start", null));
		}
		catch (IOException e) {
			throw new UncheckedIOException("The evidence directory " + root
					+ " can not be written to; create it for this user or set zhicheng.evidence.directory", e);
		}
	}

	/** The name under which content lies: 64 lower-case hexadecimal digits that say nothing without the key. */
	String nameOf(String sha256) {
		if (!HASH.matcher(sha256).matches()) {
			throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal digits");
		}
		return hash.of(NAME, sha256);
	}

	/**
	 * Takes a user's stream to disk, encrypted, at most one buffer beyond the size limit.
	 *
	 * @throws Unacceptable if it is empty or too large
	 */
	IncomingFile receive(InputStream in) throws IOException, Unacceptable {
		IncomingFile file = arrive(in, maxSize);
		if (file.size() == 0 || file.size() > maxSize) {
			file.close();
			throw file.size() == 0 ? new Unacceptable(RefusalReason.EMPTY)
					: new Unacceptable(RefusalReason.TOO_LARGE, maxSizeText);
		}
		return file;
	}

	/** Writes bytes the application has made itself. */
	IncomingFile write(byte[] bytes) throws IOException {
		return arrive(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
	}

	/** Takes content that an earlier version has stored in clear, without a limit: it was checked then. */
	IncomingFile takeOver(Path plain) throws IOException {
		try (InputStream in = Files.newInputStream(plain)) {
			return arrive(in, Long.MAX_VALUE);
		}
	}

	/** Encrypts a stream into a file of its own, and stops after the first buffer beyond a size. */
	private IncomingFile arrive(InputStream in, long enough) throws IOException {
		Path path = arriving.resolve(UUID.randomUUID().toString());
		MessageDigest digest = sha256();
		long size = 0;
		boolean complete = false;
		try {
			try (OutputStream out = new DigestOutputStream(streams.encrypting(CONTENT, "", create(path)), digest)) {
				byte[] buffer = new byte[BUFFER];
				int read = in.read(buffer);
				while (read >= 0) {
					size += read;
					out.write(buffer, 0, read);
					read = size > enough ? -1 : in.read(buffer);
				}
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

	/** The first bytes of a file that is not stored yet, at most as many as wished. */
	byte[] head(IncomingFile file, int most) throws IOException {
		try (InputStream in = decrypting(file.path(), file.sha256())) {
			return in.readNBytes(most);
		}
	}

	/** All bytes of a file that is not stored yet; they are as many as the size limit allows. */
	byte[] read(IncomingFile file) throws IOException {
		try (InputStream in = decrypting(file.path(), file.sha256())) {
			return in.readAllBytes();
		}
	}

	/**
	 * Makes a file part of the store under the name of its hash. When this returns, it survives a power failure.
	 *
	 * @return the time the file now carries
	 */
	Instant store(IncomingFile file) throws IOException {
		return place(file.path(), path(nameOf(file.sha256())));
	}

	private Instant place(Path complete, Path target) throws IOException {
		Instant now = clock.instant();
		Files.setLastModifiedTime(complete, FileTime.from(now));
		force(complete, StandardOpenOption.WRITE);
		if (!Files.isDirectory(target.getParent())) {
			Files.createDirectories(target.getParent());
			forceDirectory(content);
		}
		Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		forceDirectory(target.getParent());
		return now;
	}

	/**
	 * Opens content for reading. For the instant in which a sweep has set it aside, it is read there.
	 *
	 * @return fails where, or at the latest at the end if, it is not what was stored under this hash
	 * @throws NoSuchFileException if there is no such content
	 */
	InputStream open(String sha256) throws IOException {
		return decrypting(locate(nameOf(sha256)), sha256);
	}

	/** All bytes of content, as many as the size limit allowed. */
	byte[] read(String sha256) throws IOException {
		try (InputStream in = open(sha256)) {
			return in.readAllBytes();
		}
	}

	private InputStream decrypting(Path path, String sha256) throws IOException {
		InputStream stored = new BufferedInputStream(Files.newInputStream(path, StandardOpenOption.READ));
		try {
			return new VerifiedStream(streams.decrypting(CONTENT, "", stored), sha256(), sha256);
		}
		catch (IOException | RuntimeException e) {
			stored.close();
			throw e;
		}
	}

	/** Where content lies now, by its name. */
	private Path locate(String name) throws IOException {
		Path path = path(name);
		if (Files.exists(path)) {
			return path;
		}
		for (Path aside : list(asides)) {
			if (nameOf(aside).equals(name)) {
				return aside;
			}
		}
		// Put back between the two looks.
		if (Files.exists(path)) {
			return path;
		}
		throw new NoSuchFileException(path.toString());
	}

	private boolean has(String name) throws IOException {
		try {
			locate(name);
			return true;
		}
		catch (NoSuchFileException e) {
			return false;
		}
	}

	/** A page image that was drawn before; null if there is none, or none that is whole. */
	byte[] pageImage(String sha256, int page) throws IOException {
		try (InputStream stored = Files.newInputStream(pageImagePath(sha256, page));
				InputStream in = streams.decrypting(PAGE_IMAGE, sha256 + "/" + page, stored)) {
			return in.readAllBytes();
		}
		catch (NoSuchFileException e) {
			return null;
		}
		catch (IOException | UnreadablePersonalDataException e) {
			// It can be drawn again at any time, and is then replaced.
			LOG.warn("A page image is not what was stored, and is drawn anew: {}", e.getClass().getSimpleName());
			return null;
		}
	}

	/** Where a page image is kept, whether it is there or not. */
	Path pageImagePath(String sha256, int page) {
		String name = nameOf(sha256);
		return pages.resolve(name.substring(0, 2)).resolve(name).resolve(Integer.toString(page));
	}

	/** Writes a page image; readers see all of it or nothing. */
	void storePageImage(String sha256, int page, byte[] bytes) throws IOException {
		Path target = pageImagePath(sha256, page);
		Path path = arriving.resolve(UUID.randomUUID().toString());
		try {
			try (OutputStream out = streams.encrypting(PAGE_IMAGE, sha256 + "/" + page, create(path))) {
				out.write(bytes);
			}
			Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
			Files.createDirectories(target.getParent());
			Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		finally {
			Files.deleteIfExists(path);
		}
	}

	/**
	 * Encrypts content with the current key if it was with another. It counts as uploaded now, so that it can take the place
	 * of the same content uploaded in the meantime.
	 *
	 * @return whether anything was to do
	 * @throws IOException if it can not be decrypted, or not be written; it stays as it was
	 */
	boolean renewKey(Path file) throws IOException {
		if (isCurrent(file)) {
			return false;
		}
		Path renewed = arriving.resolve(UUID.randomUUID().toString());
		try {
			try (InputStream in = streams.decrypting(CONTENT, "", new BufferedInputStream(Files.newInputStream(file)));
					OutputStream out = streams.encrypting(CONTENT, "", create(renewed))) {
				in.transferTo(out);
			}
			place(renewed, file);
		}
		finally {
			Files.deleteIfExists(renewed);
		}
		return true;
	}

	private boolean isCurrent(Path file) throws IOException {
		return keyOf(file).filter(key -> !streams.isCurrent(key)).isEmpty();
	}

	/** The id of the key a file is encrypted with, {@code none} if it is with none; empty if it is gone. */
	Optional<String> keyOf(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return Optional.of(streams.keyOf(in).orElse("none"));
		}
		catch (NoSuchFileException e) {
			return Optional.empty();
		}
	}

	/** Content in a shard. */
	List<Path> contentOf(Path shard) throws IOException {
		return list(shard).stream().filter(file -> HASH.matcher(file.getFileName().toString()).matches()).toList();
	}

	/** Deletes page images under other keys than the current one. */
	int deletePageImagesOfOtherKeys() throws IOException {
		int deleted = 0;
		for (Path shard : list(pages)) {
			for (Path document : list(shard)) {
				for (Path image : list(document)) {
					deleted += !isCurrent(image) && Files.deleteIfExists(image) ? 1 : 0;
				}
			}
		}
		return deleted;
	}

	/** A directory as it was called before content was encrypted, whether it is there or not. */
	Path earlier(String name) {
		return root.resolve(name);
	}

	/** The directories over which the content is spread. */
	List<Path> shards() throws IOException {
		return list(content);
	}

	/** Names of the content in a shard whose last upload was before an instant. */
	List<String> storedBefore(Path shard, Instant instant) throws IOException {
		List<String> names = new ArrayList<>();
		for (Path file : contentOf(shard)) {
			if (isOlder(file, instant)) {
				names.add(file.getFileName().toString());
			}
		}
		return names;
	}

	/**
	 * Takes content away from its name in one step, under a name of its own that no one else writes to.
	 *
	 * @return where it is now
	 * @throws NoSuchFileException if someone was faster
	 */
	Path setAside(String name) throws IOException {
		Path aside = asides.resolve(name + "." + UUID.randomUUID());
		return Files.move(path(name), aside, StandardCopyOption.ATOMIC_MOVE);
	}

	/** What sweeps have set aside and not decided about, normally nothing. */
	List<Path> asides() throws IOException {
		return list(asides);
	}

	/** The name of content that was set aside. */
	String nameOf(Path aside) {
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
		Path target = path(nameOf(aside));
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
		for (Path file : list(arriving)) {
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

	private Path path(String name) {
		return content.resolve(name.substring(0, 2)).resolve(name);
	}

	private static OutputStream create(Path path) throws IOException {
		return Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
	}

	static List<Path> list(Path directory) throws IOException {
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

	/** Fails at its end if what was read is not what was asked for. */
	private static final class VerifiedStream extends DigestInputStream {

		private final String sha256;

		VerifiedStream(InputStream in, MessageDigest digest, String sha256) {
			super(in, digest);
			this.sha256 = sha256;
		}

		@Override
		public int read() throws IOException {
			return verified(super.read());
		}

		@Override
		public int read(byte[] bytes, int from, int length) throws IOException {
			return verified(super.read(bytes, from, length));
		}

		/** Of a copy, because a stream may be asked for its end again. */
		private byte[] ofAllRead() {
			try {
				return ((MessageDigest) digest.clone()).digest();
			}
			catch (CloneNotSupportedException e) {
				throw new IllegalStateException(e);
			}
		}

		private int verified(int result) throws IOException {
			if (result < 0) {
				on(false);
				if (!HexFormat.of().formatHex(ofAllRead()).equals(sha256)) {
					throw new IOException("Stored evidence is not what was uploaded: another file lies in its place");
				}
			}
			return result;
		}
	}
}
