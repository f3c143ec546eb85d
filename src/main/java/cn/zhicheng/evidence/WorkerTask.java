package cn.zhicheng.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a worker process can be asked to do with the bytes of a file, each with two numbers. */
enum WorkerTask {

	/** Numbers: most pages, most pixels of a picture. Result: the number of pages, 4 bytes. */
	INSPECT_PDF {

		@Override
		byte[] run(long maxPages, long maxPixels, byte[] content) throws Unacceptable {
			int pages = new PdfInspection((int) maxPages, maxPixels).pagesOf(content);
			return ByteBuffer.allocate(Integer.BYTES).putInt(pages).array();
		}
	},

	/** Numbers: most pixels, longest side of the result. Result: a JPEG. */
	ENCODE_PHOTO {

		@Override
		byte[] run(long maxPixels, long longestSide, byte[] content) throws IOException, Unacceptable {
			return new PhotoEncoding(maxPixels, (int) longestSide).encode(content, FileType.of(content));
		}
	},

	/** Numbers: index of the page from 0, wished width in pixels. Result: a JPEG. */
	DRAW_PAGE {

		@Override
		byte[] run(long index, long width, byte[] content) throws IOException {
			return PageDrawing.draw(content, (int) index, (int) width);
		}
	};

	/**
	 * Does it, in the process that calls.
	 *
	 * @throws Unacceptable with what the user has to mend
	 */
	abstract byte[] run(long first, long second, byte[] content) throws IOException, Unacceptable;
}
