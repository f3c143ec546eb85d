package cn.zhicheng.evidence;

/**
 * What the markers of a JPEG say, read without decoding a pixel (ITU-T T.81, annex B).
 *
 * @param width pixels, the largest any frame header declares; 0 if there is none
 * @param height pixels, likewise
 * @param scans number of scans; a progressive picture has about ten, and each costs a walk over all pixels
 * @param complete whether the end marker is there
 * @param components colours of a pixel: 1 grey, 3 in colour, 4 inks; 0 if there is no frame header
 * @param adobe what Adobe's marker says about the colours: 0 as they are, 1 or 2 with luminance apart; -1 without the marker
 * @param orientation as in EXIF tag 0x0112, 1 to 8; 1 if nothing is said
 */
record JpegStructure(int width, int height, int scans, boolean complete, int components, int adobe, int orientation) {

	/** More scans than any camera, scanner or program writes. */
	static final int MOST_SCANS = 100;

	/** Reads the structure; what is not a JPEG has size 0. */
	static JpegStructure of(byte[] jpeg) {
		int width = 0;
		int height = 0;
		int scans = 0;
		int components = 0;
		int adobe = -1;
		int orientation = 1;
		int at = start(jpeg);
		while (at >= 0 && at + 1 < jpeg.length) {
			if ((jpeg[at] & 0xFF) != 0xFF) {
				at++;
				continue;
			}
			int marker = jpeg[at + 1] & 0xFF;
			if (marker == 0xFF) {
				at++;
				continue;
			}
			at += 2;
			if (marker == 0xD9) {
				return new JpegStructure(width, height, scans, true, components, adobe, orientation);
			}
			if (marker <= 0x01 || marker >= 0xD0 && marker <= 0xD8) {
				continue;
			}
			int length = unsigned16(jpeg, at);
			if (length < 2 || at + length > jpeg.length) {
				break;
			}
			if (isFrameHeader(marker) && length >= 8) {
				height = Math.max(height, unsigned16(jpeg, at + 3));
				width = Math.max(width, unsigned16(jpeg, at + 5));
				components = jpeg[at + 7] & 0xFF;
			}
			else if (marker == 0xE1 && orientation == 1) {
				orientation = orientation(jpeg, at + 2, at + length);
			}
			else if (marker == 0xEE && length >= 14 && jpeg[at + 2] == 'A' && jpeg[at + 3] == 'd' && jpeg[at + 4] == 'o') {
				adobe = jpeg[at + 13] & 0xFF;
			}
			else if (marker == 0xDA) {
				scans++;
			}
			// After a scan's header its data follow, in which FF is always followed by 00 or a restart marker: both skipped.
			at += length;
		}
		return new JpegStructure(width, height, scans, false, components, adobe, orientation);
	}

	long pixels() {
		return (long) width * height;
	}

	private static int start(byte[] jpeg) {
		for (int at = 0; at + 1 < jpeg.length && at < 16; at++) {
			if ((jpeg[at] & 0xFF) == 0xFF && (jpeg[at + 1] & 0xFF) == 0xD8) {
				return at + 2;
			}
		}
		return -1;
	}

	private static boolean isFrameHeader(int marker) {
		return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
	}

	private static int unsigned16(byte[] data, int at) {
		return at + 1 < data.length ? (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF : -1;
	}

	/** Looks for tag 0x0112 in the first directory of an Exif segment. */
	private static int orientation(byte[] data, int from, int to) {
		int tiff = from + 6;
		if (to - from < 14 || data[from] != 'E' || data[from + 1] != 'x' || data[from + 2] != 'i' || data[from + 3] != 'f') {
			return 1;
		}
		boolean little = data[tiff] == 'I';
		long directory = tiff + number(data, tiff + 4, 4, little);
		if (directory < tiff || directory + 2 > to) {
			return 1;
		}
		long entries = number(data, (int) directory, 2, little);
		for (int entry = 0; entry < entries; entry++) {
			long at = directory + 2 + 12L * entry;
			if (at + 12 > to) {
				return 1;
			}
			if (number(data, (int) at, 2, little) == 0x0112) {
				long value = number(data, (int) at + 8, 2, little);
				return value >= 1 && value <= 8 ? (int) value : 1;
			}
		}
		return 1;
	}

	private static long number(byte[] data, int at, int bytes, boolean little) {
		long number = 0;
		for (int i = 0; i < bytes; i++) {
			number = number << 8 | data[little ? at + bytes - 1 - i : at + i] & 0xFF;
		}
		return number;
	}
}
