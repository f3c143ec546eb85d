package cn.zhicheng.evidence;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;

import javax.imageio.ImageIO;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

/**
 * The process that opens what strangers have uploaded. It is started by {@link EvidenceWorkers} with little memory, without
 * the environment (hence without any key), takes one file after the other over its standard input, and answers over its
 * standard output. It writes nothing to disk.
 *
 * <pre>
 * request   task (1 byte), first and second number (8 bytes each), length (4 bytes), bytes
 * answer    0, length (4 bytes), bytes | 1, reason, number of arguments (1 byte), arguments | 2, message
 * </pre>
 */
final class EvidenceWorker {

	static final int READY = 'R';

	static final int DONE = 0;

	static final int REFUSED = 1;

	static final int FAILED = 2;

	/** It ends by itself when nothing comes for so long; whoever uses it stops a little earlier. */
	static final Duration IDLE = Duration.ofMinutes(3);

	private volatile long since = System.nanoTime();

	private EvidenceWorker() {
	}

	/** Arguments: most seconds of time on the wall for a file, should the one who started it be gone. */
	public static void main(String[] arguments) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
		DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
		// No library may write between the answers.
		System.setOut(new PrintStream(OutputStream.nullOutputStream()));
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
		new EvidenceWorker().serve(in, out, Duration.ofSeconds(Long.parseLong(arguments[0])));
	}

	private void serve(DataInputStream in, DataOutputStream out, Duration longest) throws IOException {
		// Otherwise pictures would be spooled to the folder for temporary files.
		ImageIO.setUseCache(false);
		ChineseFonts.install();
		warmUp();
		since = System.nanoTime();
		endWithoutWork(longest.compareTo(IDLE) > 0 ? longest : IDLE);
		out.writeByte(READY);
		out.flush();
		while (true) {
			int task;
			try {
				task = in.readByte();
			}
			catch (EOFException e) {
				return;
			}
			since = System.nanoTime();
			long first = in.readLong();
			long second = in.readLong();
			byte[] content = new byte[in.readInt()];
			in.readFully(content);
			answer(WorkerTask.values()[task], first, second, content, out);
			out.flush();
			since = System.nanoTime();
		}
	}

	private static void answer(WorkerTask task, long first, long second, byte[] content, DataOutputStream out)
			throws IOException {
		byte[] result;
		try {
			result = task.run(first, second, content);
		}
		catch (Unacceptable e) {
			out.writeByte(REFUSED);
			out.writeUTF(e.refused().reason().name());
			out.writeByte(e.refused().arguments().size());
			for (String argument : e.refused().arguments()) {
				out.writeUTF(argument);
			}
			return;
		}
		catch (IOException | RuntimeException | StackOverflowError e) {
			out.writeByte(FAILED);
			// Only its type: a message may quote the file.
			out.writeUTF(e.getClass().getName());
			return;
		}
		out.writeByte(DONE);
		out.writeInt(result.length);
		out.write(result);
	}

	/** Loads classes and finds fonts, which may take seconds and is not to be counted as work on the first file. */
	private static void warmUp() throws IOException {
		byte[] pdf;
		try (PDDocument document = new PDDocument(); ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
			PDPage page = new PDPage();
			document.addPage(page);
			BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
			image.setRGB(1, 1, Color.RED.getRGB());
			try (PDPageContentStream content = new PDPageContentStream(document, page)) {
				content.drawImage(JPEGFactory.createFromImage(document, image), 0, 0);
				content.drawImage(LosslessFactory.createFromImage(document, image), 100, 0);
				content.beginText();
				content.setFont(new PDType1Font(FontName.HELVETICA), 12);
				content.newLineAtOffset(100, 100);
				content.showText("Evidence");
				content.endText();
			}
			document.save(bytes);
			pdf = bytes.toByteArray();
		}
		try {
			WorkerTask.INSPECT_PDF.run(1, 10_000, pdf);
			WorkerTask.ENCODE_PHOTO.run(1_000_000, 300, WorkerTask.DRAW_PAGE.run(0, 300, pdf));
		}
		catch (Unacceptable e) {
			throw new IllegalStateException("Its own file should be good", e);
		}
	}

	private void endWithoutWork(Duration longest) {
		Thread guard = new Thread(() -> {
			while (System.nanoTime() - since < longest.toNanos()) {
				try {
					Thread.sleep(1000);
				}
				catch (InterruptedException e) {
					break;
				}
			}
			Runtime.getRuntime().halt(0);
		}, "end-without-work");
		guard.setDaemon(true);
		guard.start();
	}
}
