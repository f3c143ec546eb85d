package cn.zhicheng.organisation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Looks into a spreadsheet before it is read: an archive of a few kilobytes can unpack to gigabytes, and the address of one
 * cell can ask for a row of millions. The same archive is read here and later, so that nothing is hidden from the one.
 */
public final class SpreadsheetGuard {

	/** Why a file is not to be opened. */
	public enum Flaw {
		/** It is a spreadsheet of before 2007, or encrypted. */
		OLD_FORMAT,
		/** It is no spreadsheet, damaged, or has a cell where no spreadsheet has one. */
		NO_SPREADSHEET,
		/** It unpacks to more than was allowed. */
		TOO_BIG
	}

	private static final int MOST_PARTS = 1000;
	/** A spreadsheet has at most 16,384 columns (XFD). */
	private static final Pattern ADDRESS = Pattern.compile("[A-Z]{1,3}[0-9]{1,7}");

	private SpreadsheetGuard() {
	}

	/**
	 * @param most bytes that all its parts may have together when they are unpacked
	 * @return why the file is not to be opened; empty when it can be
	 */
	public static Optional<Flaw> flawOf(byte[] file, long most) {
		if (startsWith(file, 0xD0, 0xCF, 0x11, 0xE0)) {
			return Optional.of(Flaw.OLD_FORMAT);
		}
		if (!startsWith(file, 'P', 'K', 3, 4)) {
			return Optional.of(Flaw.NO_SPREADSHEET);
		}
		try (var archive = ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(file)).get()) {
			long left = most;
			int parts = 0;
			for (var entry : Collections.list(archive.getEntries())) {
				if (++parts > MOST_PARTS) {
					return Optional.of(Flaw.TOO_BIG);
				}
				try (var content = new Counted(archive.getInputStream(entry), left)) {
					if (!hasUsualCells(content)) {
						return Optional.of(Flaw.NO_SPREADSHEET);
					}
					content.readToEnd();
					left = content.left;
				}
			}
			return Optional.empty();
		} catch (Counted.ExceededException exceeded) {
			return Optional.of(Flaw.TOO_BIG);
		} catch (IOException | RuntimeException broken) {
			return Optional.of(Flaw.NO_SPREADSHEET);
		}
	}

	private static boolean startsWith(byte[] file, int... signature) {
		for (int i = 0; i < signature.length; i++) {
			if (file.length <= i || (file[i] & 0xff) != signature[i]) {
				return false;
			}
		}
		return true;
	}

	/** Any part can be named as a sheet; what is no XML is none. */
	private static boolean hasUsualCells(Counted content) throws IOException {
		var factory = XMLInputFactory.newInstance();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		try {
			var reader = factory.createXMLStreamReader(content);
			while (reader.hasNext()) {
				if (reader.next() == XMLStreamConstants.START_ELEMENT && reader.getLocalName().equals("c")) {
					var address = reader.getAttributeValue(null, "r");
					if (address != null && !ADDRESS.matcher(address).matches()) {
						return false;
					}
				}
			}
		} catch (XMLStreamException | RuntimeException notXml) {
			if (content.left < 0) {
				throw new Counted.ExceededException();
			}
		}
		return true;
	}

	/** Reads so much and no more. */
	private static final class Counted extends FilterInputStream {

		private static final class ExceededException extends IOException {
		}

		private long left;

		private Counted(InputStream content, long left) {
			super(content);
			this.left = left;
		}

		@Override
		public int read() throws IOException {
			int read = super.read();
			count(read < 0 ? 0 : 1);
			return read;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			int read = super.read(buffer, offset, length);
			count(Math.max(read, 0));
			return read;
		}

		private void count(int read) throws ExceededException {
			left -= read;
			if (left < 0) {
				throw new ExceededException();
			}
		}

		private void readToEnd() throws IOException {
			var buffer = new byte[8192];
			while (read(buffer) >= 0) {
				// Only counted.
			}
		}
	}
}
