package cn.zhicheng.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

import org.apache.tomcat.util.http.fileupload.FileItemHeaders;
import org.apache.tomcat.util.http.fileupload.FileItemStream;

import jakarta.servlet.http.Part;

/** A part of a request: small ones in memory, larger ones encrypted in a temporary file. */
final class SealedPart implements Part {

	private static final int IN_MEMORY = 8192;

	private static final String PURPOSE = "upload";

	private final String name;

	private final String fileName;

	private final String contentType;

	private final FileItemHeaders headers;

	private final PersonalDataStreams streams;

	private byte[] bytes;

	private Path sealed;

	private long size;

	private SealedPart(FileItemStream item, PersonalDataStreams streams) {
		this.name = item.getFieldName();
		this.fileName = item.getName();
		this.contentType = item.getContentType();
		this.headers = item.getHeaders();
		this.streams = streams;
	}

	/** A field of a form that is no file. */
	static SealedPart field(FileItemStream item, byte[] value) {
		SealedPart part = new SealedPart(item, null);
		part.bytes = value;
		part.size = value.length;
		return part;
	}

	/**
	 * A file, read to its end; if that fails, nothing of it remains.
	 *
	 * @param directory where it is spooled if it is large
	 */
	static SealedPart file(FileItemStream item, InputStream content, PersonalDataStreams streams, Path directory)
			throws IOException {
		SealedPart part = new SealedPart(item, streams);
		byte[] head = content.readNBytes(IN_MEMORY);
		part.size = head.length;
		if (head.length < IN_MEMORY) {
			part.bytes = head;
			return part;
		}
		boolean complete = false;
		part.sealed = Files.createTempFile(directory, "upload", ".sealed");
		try (OutputStream out = streams.encrypting(PURPOSE, "", Files.newOutputStream(part.sealed))) {
			out.write(head);
			part.size += content.transferTo(out);
			complete = true;
		}
		finally {
			if (!complete) {
				Files.deleteIfExists(part.sealed);
			}
		}
		return part;
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return bytes != null ? new ByteArrayInputStream(bytes)
				: streams.decrypting(PURPOSE, "", Files.newInputStream(sealed));
	}

	@Override
	public String getContentType() {
		return contentType;
	}

	@Override
	public String getName() {
		return name;
	}

	@Override
	public String getSubmittedFileName() {
		return fileName;
	}

	@Override
	public long getSize() {
		return size;
	}

	/** Nobody may write what was uploaded to a file in clear. */
	@Override
	public void write(String file) {
		throw new UnsupportedOperationException("Read it with getInputStream()");
	}

	@Override
	public void delete() throws IOException {
		if (sealed != null) {
			Files.deleteIfExists(sealed);
		}
	}

	@Override
	public String getHeader(String header) {
		return headers.getHeader(header);
	}

	@Override
	public Collection<String> getHeaders(String header) {
		return values(headers.getHeaders(header));
	}

	@Override
	public Collection<String> getHeaderNames() {
		return values(headers.getHeaderNames());
	}

	private static List<String> values(Iterator<String> iterator) {
		List<String> values = new ArrayList<>();
		iterator.forEachRemaining(values::add);
		return values;
	}
}
