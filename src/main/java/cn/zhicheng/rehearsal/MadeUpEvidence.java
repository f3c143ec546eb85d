package cn.zhicheng.rehearsal;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.Received;
import cn.zhicheng.evidence.Refused;

/**
 * One set of files for everybody: inspected once, as every upload is, for that takes longer than all else.
 */
@Component
@Profile("rehearsal")
class MadeUpEvidence {

	private static final int WIDTH = 295;
	private static final int HEIGHT = 413;

	private final EvidenceArchive archive;
	private final Clock clock;
	private List<Received> files;

	MadeUpEvidence(EvidenceArchive archive, Clock clock) {
		this.archive = archive;
		this.clock = clock;
	}

	/** Uploads a file of each kind that a record needs. */
	void receive() throws IOException {
		var all = Arrays.stream(EvidenceKind.values()).filter(EvidenceKind::isRequired).toList();
		var received = new ArrayList<Received>();
		for (var kind : all) {
			var receipt = archive.receive(kind, new ByteArrayInputStream(kind.isPhoto() ? photo() : document(kind)));
			if (receipt instanceof Refused refused) {
				throw new IllegalStateException("The made-up " + kind + " was refused: " + refused);
			}
			received.add((Received) receipt);
		}
		files = List.copyOf(received);
	}

	/** @return the set, as if it had been uploaded now */
	List<Received> files() {
		return files.stream().map(file -> new Received(file.kind(), file.sha256(), file.size(), file.contentType(), file.pages(), clock.instant()))
				.toList();
	}

	private static byte[] photo() {
		var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		var graphics = picture.createGraphics();
		graphics.setColor(new Color(0x9fc3e8));
		graphics.fillRect(0, 0, WIDTH, HEIGHT);
		graphics.setColor(new Color(0x445566));
		graphics.fillOval(WIDTH / 4, HEIGHT / 6, WIDTH / 2, HEIGHT / 3);
		graphics.fillRect(WIDTH / 8, HEIGHT * 2 / 3, WIDTH * 3 / 4, HEIGHT / 3);
		graphics.dispose();
		try (var out = new ByteArrayOutputStream()) {
			ImageIO.write(picture, "jpg", out);
			return out.toByteArray();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static byte[] document(EvidenceKind kind) throws IOException {
		try (var document = new PDDocument(); var out = new ByteArrayOutputStream()) {
			var page = new PDPage(PDRectangle.A4);
			document.addPage(page);
			try (var content = new PDPageContentStream(document, page)) {
				content.addRect(60, 700 - 40f * kind.ordinal(), 400, 30);
				content.stroke();
			}
			document.save(out);
			return out.toByteArray();
		}
	}
}
