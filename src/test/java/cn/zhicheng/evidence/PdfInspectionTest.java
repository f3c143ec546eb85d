package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionLaunch;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.action.PDPageAdditionalActions;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitDestination;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDXFAResource;
import org.junit.jupiter.api.Test;

/** Every file here is really built, most of them with the same library that writes real ones. */
class PdfInspectionTest {

	/** Something done to a document with one A4 page before it is saved. */
	private interface Change {

		void to(PDDocument document) throws IOException;
	}

	@Test
	void aScanIsAccepted() throws Exception {
		assertThat(inspect(SamplePdfs.reviewForm("演示甲"))).isEqualTo(2);
	}

	@Test
	void fiftyPagesAreAcceptedAndFiftyOneAreNot() throws Exception {
		assertThat(inspect(SamplePdfs.pages(50))).isEqualTo(50);
		Refused refused = refused(SamplePdfs.pages(51));
		assertThat(refused).isEqualTo(Refused.because(RefusalReason.TOO_MANY_PAGES, 50));
	}

	@Test
	void aPdfWithoutPagesIsRefused() {
		assertThat(reason(SamplePdfs.pages(0))).isEqualTo(RefusalReason.NO_PAGE);
	}

	@Test
	void aPdfWithAPasswordIsRefused() throws Exception {
		byte[] pdf = changed(d -> d.protect(new StandardProtectionPolicy("owner", "secret", new AccessPermission())));
		assertThat(reason(pdf)).isEqualTo(RefusalReason.ENCRYPTED);
	}

	@Test
	void aPdfThatOpensWithoutAPasswordButIsEncryptedIsRefused() throws Exception {
		byte[] pdf = changed(d -> d.protect(new StandardProtectionPolicy("owner", "", new AccessPermission())));
		assertThat(reason(pdf)).isEqualTo(RefusalReason.ENCRYPTED);
	}

	@Test
	void aScriptRunOnOpeningIsRefused() throws Exception {
		byte[] pdf = changed(d -> d.getDocumentCatalog().setOpenAction(new PDActionJavaScript("app.alert(1)")));
		assertThat(reason(pdf)).isEqualTo(RefusalReason.ACTIVE_CONTENT);
	}

	@Test
	void aScriptInALinkIsRefused() throws Exception {
		assertThat(reason(changed(d -> {
			PDAnnotationLink link = new PDAnnotationLink();
			link.setAction(new PDActionJavaScript("app.alert(1)"));
			d.getPage(0).getAnnotations().add(link);
			d.getPage(0).setAnnotations(List.of(link));
		}))).isEqualTo(RefusalReason.ACTIVE_CONTENT);
	}

	@Test
	void anActionOnTurningToAPageIsRefused() throws Exception {
		assertThat(reason(changed(d -> {
			PDPageAdditionalActions actions = new PDPageAdditionalActions();
			actions.setO(new PDActionURI());
			d.getPage(0).setActions(actions);
		}))).isEqualTo(RefusalReason.ACTIVE_CONTENT);
	}

	@Test
	void aProgramToBeLaunchedIsRefused() throws Exception {
		assertThat(refused(changed(d -> {
			PDAnnotationLink link = new PDAnnotationLink();
			PDActionLaunch launch = new PDActionLaunch();
			launch.setF("cmd.exe");
			link.setAction(launch);
			d.getPage(0).setAnnotations(List.of(link));
		}))).isEqualTo(Refused.because(RefusalReason.ACTIVE_CONTENT, "Launch"));
	}

	@Test
	void anEmbeddedFileIsRefused() throws Exception {
		assertThat(reason(changed(d -> {
			PDComplexFileSpecification specification = new PDComplexFileSpecification();
			specification.setFile("tool.exe");
			specification.setEmbeddedFile(new PDEmbeddedFile(d, new ByteArrayInputStream(new byte[] { 'M', 'Z' })));
			PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
			files.setNames(Map.of("tool.exe", specification));
			PDDocumentNameDictionary names = new PDDocumentNameDictionary(d.getDocumentCatalog());
			names.setEmbeddedFiles(files);
			d.getDocumentCatalog().setNames(names);
		}))).isEqualTo(RefusalReason.ACTIVE_CONTENT);
	}

	@Test
	void anXfaFormIsRefused() throws Exception {
		assertThat(refused(changed(d -> {
			PDAcroForm form = new PDAcroForm(d);
			COSStream xml = d.getDocument().createCOSStream();
			try (OutputStream out = xml.createOutputStream()) {
				out.write("<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>".getBytes(StandardCharsets.UTF_8));
			}
			form.setXFA(new PDXFAResource(xml));
			d.getDocumentCatalog().setAcroForm(form);
		}))).isEqualTo(Refused.because(RefusalReason.ACTIVE_CONTENT, "XFA"));
	}

	@Test
	void aDestinationToOpenAtIsHarmless() throws Exception {
		assertThat(inspect(changed(d -> {
			PDPageFitDestination destination = new PDPageFitDestination();
			destination.setPage(d.getPage(0));
			d.getDocumentCatalog().setOpenAction(destination);
		}))).isEqualTo(1);
		assertThat(inspect(changed(d -> {
			PDPageFitDestination destination = new PDPageFitDestination();
			destination.setPage(d.getPage(0));
			PDActionGoTo goTo = new PDActionGoTo();
			goTo.setDestination(destination);
			d.getDocumentCatalog().setOpenAction(goTo);
		}))).isEqualTo(1);
	}

	@Test
	void aFontThatIsCalledLikeAnActionIsHarmless() throws Exception {
		assertThat(inspect(changed(d -> {
			COSDictionary font = new COSDictionary();
			font.setItem(COSName.TYPE, COSName.FONT);
			COSDictionary fonts = new COSDictionary();
			fonts.setItem(COSName.getPDFName("AA"), font);
			d.getPage(0).getResources().getCOSObject().setItem(COSName.FONT, fonts);
		}))).isEqualTo(1);
	}

	@Test
	void anObjectThatContainsItselfIsWalkedOnce() throws Exception {
		assertThat(inspect(changed(d -> {
			COSDictionary loop = new COSDictionary();
			COSArray array = new COSArray();
			array.add(loop);
			loop.setItem(COSName.getPDFName("Again"), array);
			loop.setDirect(false);
			d.getPage(0).getCOSObject().setItem(COSName.getPDFName("PieceInfo"), loop);
		}))).isEqualTo(1);
	}

	@Test
	void aFileCutOffInTheMiddleIsRefused() {
		byte[] whole = SamplePdfs.certificate("演示甲");
		for (double part : new double[] { 0.1, 0.5, 0.9, 0.995 }) {
			assertThat(reason(Arrays.copyOf(whole, (int) (whole.length * part)))).isEqualTo(RefusalReason.DAMAGED);
		}
	}

	@Test
	void garbageBehindAHeaderIsRefused() {
		byte[] garbage = new byte[50_000];
		new Random(7).nextBytes(garbage);
		System.arraycopy("%PDF-1.7\n".getBytes(StandardCharsets.US_ASCII), 0, garbage, 0, 9);
		System.arraycopy("\n%%EOF\n".getBytes(StandardCharsets.US_ASCII), 0, garbage, 49_990, 7);
		assertThat(reason(garbage)).isEqualTo(RefusalReason.DAMAGED);
	}

	@Test
	void aPictureThatDeclaresTooManyPixelsIsRefused() throws Exception {
		assertThat(refused(changed(d -> picture(d, 10_000, 4_001, COSName.FLATE_DECODE, deflated(10, 1)))))
				.isEqualTo(Refused.because(RefusalReason.IMAGE_TOO_LARGE, 4_000L));
	}

	@Test
	void aJpegLargerThanThePdfDeclaresIsRefused() throws Exception {
		byte[] jpeg = SamplePhotos.jpeg();
		int frame = frameHeader(jpeg);
		jpeg[frame + 5] = (byte) 0xFF;
		jpeg[frame + 7] = (byte) 0xFF;
		assertThat(reason(changed(d -> picture(d, 100, 100, COSName.DCT_DECODE, jpeg))))
				.isEqualTo(RefusalReason.IMAGE_TOO_LARGE);
	}

	@Test
	void aPictureThatItsReaderCanNotReadIsRefused() throws Exception {
		for (COSName filter : List.of(COSName.JPX_DECODE, COSName.JBIG2_DECODE)) {
			assertThat(reason(changed(d -> picture(d, 100, 100, filter, new byte[100])))).isEqualTo(RefusalReason.DAMAGED);
		}
	}

	@Test
	void drawingInstructionsThatUnpackToHundredsOfMegabytesAreRefused() throws Exception {
		byte[] bomb = deflated(' ', 400 << 20);
		assertThat(bomb).hasSizeLessThan(2 << 20);
		assertThat(reason(changed(d -> contents(d, COSName.FLATE_DECODE, bomb)))).isEqualTo(RefusalReason.TOO_COMPLEX);
	}

	@Test
	void drawingInstructionsPackedTwiceAreUnpackedTwiceForTheCount() throws Exception {
		COSArray twice = new COSArray();
		twice.add(COSName.FLATE_DECODE);
		twice.add(COSName.FLATE_DECODE);
		byte[] bomb = deflated(deflated(' ', 400 << 20));
		assertThat(bomb).hasSizeLessThan(100_000);
		assertThat(reason(changed(d -> contents(d, twice, bomb)))).isEqualTo(RefusalReason.TOO_COMPLEX);
	}

	@Test
	void packedObjectsOfABrokenFileAreCountedBeforeItIsRepaired() throws Exception {
		ByteArrayOutputStream pdf = new ByteArrayOutputStream();
		byte[] bomb = deflated(' ', 400 << 20);
		pdf.writeBytes(("%PDF-1.7\n1 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length " + bomb.length
				+ ">>\nstream\n").getBytes(StandardCharsets.US_ASCII));
		pdf.writeBytes(bomb);
		pdf.writeBytes("\nendstream\nendobj\ntrailer\n<</Root 2 0 R>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII));
		assertThat(reason(pdf.toByteArray())).isEqualTo(RefusalReason.TOO_COMPLEX);
	}

	@Test
	void aPictureWithinTheInstructionsCountsAsAny() throws Exception {
		byte[] content = "q BI /W 30000 /H 30000 /BPC 1 /CS /G ID abc\nEI Q".getBytes(StandardCharsets.US_ASCII);
		assertThat(reason(changed(d -> contents(d, null, content)))).isEqualTo(RefusalReason.IMAGE_TOO_LARGE);
	}

	@Test
	void aPageOfASizeNoPaperHasIsRefused() throws Exception {
		assertThat(refused(changed(d -> d.addPage(new PDPage(new PDRectangle(200_000, 842))))))
				.isEqualTo(Refused.because(RefusalReason.PAGE_SIZE, 2));
		assertThat(reason(changed(d -> d.getPage(0).setMediaBox(new PDRectangle(0, 842)))))
				.isEqualTo(RefusalReason.PAGE_SIZE);
	}

	@Test
	void aPageTreeThatLiesAboutItsPagesIsRefused() throws Exception {
		assertThat(reason(changed(d -> d.getDocumentCatalog().getPages().getCOSObject()
				.setItem(COSName.COUNT, COSInteger.get(7))))).isEqualTo(RefusalReason.DAMAGED);
	}

	private int inspect(byte[] pdf) throws IOException, Unacceptable {
		return new PdfInspection(50, 40_000_000).pagesOf(pdf);
	}

	private Refused refused(byte[] pdf) {
		return catchThrowableOfType(Unacceptable.class, () -> inspect(pdf)).refused();
	}

	private RefusalReason reason(byte[] pdf) {
		return refused(pdf).reason();
	}

	private static byte[] changed(Change change) throws IOException {
		try (PDDocument document = new PDDocument()) {
			PDPage page = new PDPage(PDRectangle.A4);
			page.setResources(new PDResources());
			document.addPage(page);
			document.getDocumentInformation().getCOSObject().setItem(COSName.TITLE, new COSString("资格文件"));
			change.to(document);
			return SamplePdfs.bytes(document);
		}
	}

	private static void picture(PDDocument document, int width, int height, COSName filter, byte[] bytes)
			throws IOException {
		COSStream image = raw(document, filter, bytes);
		image.setItem(COSName.TYPE, COSName.XOBJECT);
		image.setItem(COSName.SUBTYPE, COSName.IMAGE);
		image.setInt(COSName.WIDTH, width);
		image.setInt(COSName.HEIGHT, height);
		image.setInt(COSName.BITS_PER_COMPONENT, 8);
		image.setItem(COSName.COLORSPACE, COSName.DEVICERGB);
		COSDictionary pictures = new COSDictionary();
		pictures.setItem(COSName.getPDFName("Im1"), image);
		document.getPage(0).getResources().getCOSObject().setItem(COSName.XOBJECT, pictures);
	}

	private static void contents(PDDocument document, COSBase filter, byte[] bytes)
			throws IOException {
		document.getPage(0).setContents(new PDStream(raw(document, filter, bytes)));
	}

	private static COSStream raw(PDDocument document, COSBase filter, byte[] bytes)
			throws IOException {
		COSStream stream = document.getDocument().createCOSStream();
		try (OutputStream out = stream.createRawOutputStream()) {
			out.write(bytes);
		}
		if (filter != null) {
			stream.setItem(COSName.FILTER, filter);
		}
		return stream;
	}

	private static byte[] deflated(int fill, int count) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		byte[] block = new byte[Math.min(count, 1 << 20)];
		Arrays.fill(block, (byte) fill);
		try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
			for (int written = 0; written < count; written += block.length) {
				out.write(block);
			}
		}
		return packed.toByteArray();
	}

	private static byte[] deflated(byte[] bytes) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (OutputStream out = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
			out.write(bytes);
		}
		return packed.toByteArray();
	}

	private static int frameHeader(byte[] jpeg) {
		for (int at = 0; at < jpeg.length; at++) {
			if ((jpeg[at] & 0xFF) == 0xFF && (jpeg[at + 1] & 0xFF) == 0xC0) {
				return at;
			}
		}
		throw new IllegalArgumentException("No frame header");
	}
}
