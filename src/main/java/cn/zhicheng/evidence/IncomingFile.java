package cn.zhicheng.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A complete file that is not evidence yet. Closing deletes it, unless it was moved into the store before.
 *
 * @param path where it lies encrypted, on the store's file system
 * @param size bytes in clear
 * @param sha256 of the bytes in clear, 64 lower-case hexadecimal digits
 */
record IncomingFile(Path path, long size, String sha256) implements AutoCloseable {

	@Override
	public void close() throws IOException {
		Files.deleteIfExists(path);
	}
}
