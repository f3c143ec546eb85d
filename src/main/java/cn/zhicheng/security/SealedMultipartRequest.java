package cn.zhicheng.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.apache.tomcat.util.http.fileupload.impl.SizeLimitExceededException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;

/**
 * A request with files, whose parts are read once, when a parameter or a part is first asked for. A request that is beyond
 * its limits or can not be read has no parameters but those of its address, and says why when its parts are asked for, as
 * the servlet specification has it.
 */
final class SealedMultipartRequest extends HttpServletRequestWrapper implements AutoCloseable {

	private static final int MOST_PARTS = 100;

	/** Bytes of all fields together that are no files; the longest form of ours has some thousand. */
	private static final int MOST_FIELDS = 1 << 20;

	private final MultipartProperties limits;

	private final PersonalDataStreams streams;

	private final List<SealedPart> parts = new ArrayList<>();

	private final Map<String, String[]> parameters = new LinkedHashMap<>();

	private boolean read;

	private IllegalStateException beyondLimits;

	private IOException unreadable;

	SealedMultipartRequest(HttpServletRequest request, MultipartProperties limits, PersonalDataStreams streams) {
		super(request);
		this.limits = limits;
		this.streams = streams;
	}

	@Override
	public Collection<Part> getParts() throws IOException, ServletException {
		readOnce();
		if (beyondLimits != null) {
			throw beyondLimits;
		}
		if (unreadable != null) {
			throw unreadable;
		}
		return Collections.unmodifiableList(parts);
	}

	@Override
	public Part getPart(String name) throws IOException, ServletException {
		return getParts().stream().filter(part -> part.getName().equals(name)).findFirst().orElse(null);
	}

	@Override
	public String getParameter(String name) {
		String[] values = getParameterValues(name);
		return values == null ? null : values[0];
	}

	@Override
	public String[] getParameterValues(String name) {
		return getParameterMap().get(name);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return Collections.enumeration(getParameterMap().keySet());
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		readOnce();
		return Collections.unmodifiableMap(parameters);
	}

	/** Deletes what was spooled. */
	@Override
	public void close() throws IOException {
		for (SealedPart part : parts) {
			part.delete();
		}
	}

	private void readOnce() {
		if (read) {
			return;
		}
		read = true;
		// Those of the address: the container does not look at the body.
		Map<String, String[]> ofAddress = super.getParameterMap();
		parameters.putAll(ofAddress);
		try {
			readParts();
		}
		catch (IOException e) {
			if (e instanceof SizeException || e.getCause() instanceof SizeException) {
				// In these words the web framework recognises it.
				beyondLimits = new IllegalStateException("The size of the request exceeds its limits", e);
			}
			else {
				unreadable = new IOException("The request can not be read as a form with files", e);
			}
		}
		if (beyondLimits != null || unreadable != null) {
			parameters.clear();
			parameters.putAll(ofAddress);
		}
	}

	private void readParts() throws IOException {
		FileUpload upload = new FileUpload();
		upload.setSizeMax(limits.getMaxRequestSize().toBytes());
		upload.setFileSizeMax(limits.getMaxFileSize().toBytes());
		upload.setHeaderEncoding(StandardCharsets.UTF_8.name());
		FileItemIterator items = upload.getItemIterator(new ServletRequestContext((HttpServletRequest) getRequest()));
		int fields = 0;
		while (items.hasNext()) {
			if (parts.size() == MOST_PARTS) {
				throw new SizeLimitExceededException("More than " + MOST_PARTS + " parts", MOST_PARTS + 1L, MOST_PARTS);
			}
			FileItemStream item = items.next();
			try (InputStream content = item.openStream()) {
				if (!item.isFormField()) {
					parts.add(SealedPart.file(item, content, streams, directory()));
					continue;
				}
				byte[] value = content.readNBytes(MOST_FIELDS - fields + 1);
				fields += value.length;
				if (fields > MOST_FIELDS) {
					throw new SizeLimitExceededException("Too long a form", fields, MOST_FIELDS);
				}
				parts.add(SealedPart.field(item, value));
				add(item.getFieldName(), new String(value, charset()));
			}
		}
	}

	private Path directory() {
		String location = limits.getLocation();
		return Path.of(location == null || location.isBlank() ? System.getProperty("java.io.tmpdir") : location);
	}

	private void add(String name, String value) {
		parameters.merge(name, new String[] { value }, (before, more) -> {
			String[] all = Arrays.copyOf(before, before.length + 1);
			all[before.length] = value;
			return all;
		});
	}

	private Charset charset() {
		String encoding = getRequest().getCharacterEncoding();
		try {
			return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
		}
		catch (IllegalArgumentException unknown) {
			return StandardCharsets.UTF_8;
		}
	}
}
