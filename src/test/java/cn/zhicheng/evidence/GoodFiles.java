package cn.zhicheng.evidence;

import java.awt.Font;
import java.awt.Shape;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.font.encoding.WinAnsiEncoding;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.pdfbox.pdmodel.graphics.image.CCITTFactory;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionGoTo;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationHighlight;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationText;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;

/** What scanners, word processors, browsers and cameras really make; all of it has to be taken and shown. */
final class GoodFiles {

	/** A file with its name and what it is uploaded as. */
	record Sample(String name, EvidenceKind kind, byte[] content) {

		@Override
		public String toString() {
			return name;
		}
	}

	/** Something that makes a file. */
	private interface Maker {

		byte[] make() throws IOException;
	}

	/** Something done to a document whose first page has a frame and a line of text. */
	private interface Change {

		void to(PDDocument document) throws IOException;
	}

	private final List<Sample> samples = new ArrayList<>();

	private GoodFiles() {
	}

	static List<Sample> all() {
		GoodFiles files = new GoodFiles();
		files.scans();
		files.structures();
		files.geometries();
		files.programs();
		files.photos();
		return files.samples;
	}

	private void pdf(String name, Maker maker) {
		add(name, EvidenceKind.CERTIFICATE, maker);
	}

	private void photo(String name, Maker maker) {
		add(name, EvidenceKind.PHOTO, maker);
	}

	private void add(String name, EvidenceKind kind, Maker maker) {
		try {
			samples.add(new Sample(name, kind, maker.make()));
		}
		catch (IOException e) {
			throw new UncheckedIOException(name, e);
		}
	}

	private void scans() {
		BufferedImage grey = TestPictures.drawing(1240, 1754, BufferedImage.TYPE_BYTE_GRAY);
		BufferedImage colour = TestPictures.drawing(1240, 1754, BufferedImage.TYPE_INT_RGB);
		BufferedImage bits = TestPictures.drawing(2480, 3508, BufferedImage.TYPE_BYTE_BINARY);
		pdf("scan: colour JPEG 150 dpi", () -> SamplePdfs.certificate("演示甲"));
		pdf("scan: three pages", () -> SamplePdfs.qualificationDocument("演示甲"));
		pdf("scan: grey JPEG", () -> scan("DCTDecode", "DeviceGray", 8, 1240, 1754, "", TestPictures.jpeg(grey, false)));
		pdf("scan: progressive JPEG", () -> scan("DCTDecode", "DeviceRGB", 8, 1240, 1754, "", TestPictures.jpeg(colour, true)));
		pdf("scan: CMYK JPEG", () -> scan("DCTDecode", "DeviceCMYK", 8, 620, 877, "", TestPictures.cmyk(620, 877, false)));
		pdf("scan: CMYK JPEG of Adobe", () -> scan("DCTDecode", "DeviceCMYK", 8, 620, 877, "/Decode [1 0 1 0 1 0 1 0]",
				TestPictures.cmyk(620, 877, true)));
		pdf("scan: colour JPEG 400 dpi", () -> scan("DCTDecode", "DeviceGray", 8, 3307, 4677, "",
				TestPictures.jpeg(TestPictures.drawing(3307, 4677, BufferedImage.TYPE_BYTE_GRAY), false)));
		pdf("scan: JPEG in ASCII 85", () -> scan("ASCII85Decode /DCTDecode", "DeviceGray", 8, 1240, 1754, "",
				ascii85(TestPictures.jpeg(grey, false))));
		pdf("scan: JPEG in Flate", () -> scan("FlateDecode /DCTDecode", "DeviceGray", 8, 1240, 1754, "",
				RawPdf.deflated(TestPictures.jpeg(grey, false))));
		pdf("scan: CCITT G4 300 dpi", () -> scan("CCITTFaxDecode", "DeviceGray", 1, 2480, 3508,
				"/DecodeParms <</K -1 /Columns 2480 /Rows 3508>>", TestPictures.fax(bits)));
		pdf("scan: CCITT G4 of a library", () -> document(d -> {
			try (PDPageContentStream content = new PDPageContentStream(d, d.getPage(0), AppendMode.OVERWRITE, false)) {
				content.drawImage(CCITTFactory.createFromImage(d, bits), 0, 0, 595, 842);
			}
		}));
		pdf("scan: CCITT G4 600 dpi", () -> scan("CCITTFaxDecode", "DeviceGray", 1, 4960, 7016,
				"/DecodeParms <</K -1 /Columns 4960 /Rows 7016>>",
				TestPictures.fax(TestPictures.drawing(4960, 7016, BufferedImage.TYPE_BYTE_BINARY))));
		pdf("scan: CCITT G4 as a stencil", () -> stencil("CCITTFaxDecode", 2480, 3508,
				"/DecodeParms <</K -1 /Columns 2480 /Rows 3508>> /Decode [1 0]", TestPictures.fax(bits)));
		pdf("scan: JBIG2 fax-coded", () -> scan("JBIG2Decode", "DeviceGray", 1, 2480, 3508, "", TestPictures.jbig2Fax(bits)));
		pdf("scan: JBIG2 arithmetic", () -> scan("JBIG2Decode", "DeviceGray", 1, 2480, 3508, "",
				TestPictures.jbig2Arithmetic(bits)));
		pdf("scan: JBIG2 with globals", () -> jbig2WithGlobals(bits));
		pdf("scan: JPEG 2000 grey", () -> scan("JPXDecode", "DeviceGray", 8, 1240, 1754, "", TestPictures.jpeg2000(grey)));
		pdf("scan: JPEG 2000 colour", () -> scan("JPXDecode", "DeviceRGB", 8, 1240, 1754, "",
				TestPictures.jpeg2000(TestPictures.drawing(1240, 1754, BufferedImage.TYPE_3BYTE_BGR))));
		pdf("scan: Flate grey", () -> document(d -> drawn(d, grey)));
		pdf("scan: Flate colour", () -> document(d -> drawn(d, colour)));
		pdf("scan: Flate 16 bits", () -> document(d -> drawn(d, TestPictures.drawing(620, 877, BufferedImage.TYPE_USHORT_GRAY))));
		pdf("scan: Flate with transparency", () -> document(d -> drawn(d,
				TestPictures.drawing(620, 877, BufferedImage.TYPE_INT_ARGB))));
		pdf("scan: palette of 16", () -> document(d -> drawn(d, TestPictures.palette(1240, 1754, 4))));
		pdf("scan: run lengths", () -> scan("RunLengthDecode", "DeviceGray", 1, 1240, 1754, "",
				runLengths(packedBits(TestPictures.drawing(1240, 1754, BufferedImage.TYPE_BYTE_BINARY)))));
		pdf("scan: not packed at all", () -> scan(null, "DeviceGray", 1, 1240, 1754, "",
				packedBits(TestPictures.drawing(1240, 1754, BufferedImage.TYPE_BYTE_BINARY))));
		pdf("scan: ten strips", () -> document(d -> {
			try (PDPageContentStream content = new PDPageContentStream(d, d.getPage(0), AppendMode.OVERWRITE, false)) {
				for (int strip = 0; strip < 10; strip++) {
					content.drawImage(JPEGFactory.createFromImage(d, grey.getSubimage(0, strip * 175, 1240, 175)),
							0, 842 - (strip + 1) * 84.2f, 595, 84.2f);
				}
			}
		}));
		pdf("scan: picture within the instructions", () -> RawPdf.page("", "q 500 0 0 700 40 60 cm BI /W 8 /H 8 /BPC 1 /CS /G "
				+ "/D [1 0] ID " + "\u00ff\u0081\u0081\u00ff\u00ff\u0081\u0081\u00ff" + "\nEI Q").bytes());
	}

	private void structures() {
		for (String version : new String[] { "1.3", "1.4", "1.5", "1.6", "1.7", "2.0" }) {
			pdf("PDF " + version, () -> {
				byte[] pdf = document(d -> { });
				System.arraycopy(version.getBytes(StandardCharsets.US_ASCII), 0, pdf, 5, 3);
				return pdf;
			});
		}
		pdf("PDF/A-1b", () -> document(d -> {
			d.getDocumentCatalog().setMetadata(new PDMetadata(d, new ByteArrayInputStream((
					"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf="
							+ "'http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:pdfaid="
							+ "'http://www.aiim.org/pdfa/ns/id/' pdfaid:part='1' pdfaid:conformance='B'/></rdf:RDF></x:xmpmeta>"
							+ "<?xpacket end='w'?>").getBytes(StandardCharsets.UTF_8))));
			d.getDocumentCatalog().addOutputIntent(new PDOutputIntent(d,
					new ByteArrayInputStream(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())));
		}));
		pdf("linearised", GoodFiles::linearised);
		pdf("without object streams", () -> document(d -> { }, CompressParameters.NO_COMPRESSION));
		pdf("incremental update", () -> {
			try (PDDocument document = Loader.loadPDF(document(d -> { })); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
				document.getDocumentInformation().setTitle("资格文件");
				document.getDocumentInformation().getCOSObject().setNeedToBeUpdated(true);
				document.saveIncremental(out);
				return out.toByteArray();
			}
		});
		pdf("junk before the head", () -> joined("\r\n\r\n".getBytes(StandardCharsets.US_ASCII), simple()));
		pdf("zeros behind the end", () -> joined(simple(), new byte[512]));
		pdf("broken cross-reference table that can be repaired", () -> new String(simple(), StandardCharsets.ISO_8859_1)
				.replaceAll("startxref\n\\d+", "startxref\n7").getBytes(StandardCharsets.ISO_8859_1));
		pdf("fifty pages", () -> document(d -> {
			for (int i = 1; i < 50; i++) {
				d.addPage(new PDPage(PDRectangle.A4));
			}
		}));
		pdf("tree of pages with inherited size", () -> new RawPdf("1.4")
				.object(1, "<</Type /Catalog /Pages 2 0 R>>")
				.object(2, "<</Type /Pages /Kids [5 0 R] /Count 1 /MediaBox [0 0 595 842] /Resources <<>>>>")
				.object(5, "<</Type /Pages /Parent 2 0 R /Kids [3 0 R] /Count 1>>")
				.object(3, "<</Type /Page /Parent 5 0 R /Contents [4 0 R 6 0 R]>>")
				.stream(4, "", "q 60 60 400".getBytes(StandardCharsets.US_ASCII))
				.stream(6, "", " 600 re f Q".getBytes(StandardCharsets.US_ASCII)).bytes());
	}

	private void geometries() {
		for (int turn : new int[] { 90, 180, 270 }) {
			pdf("turned by " + turn, () -> document(d -> d.getPage(0).setRotation(turn)));
		}
		pdf("cropped with an offset", () -> document(d -> d.getPage(0).setCropBox(new PDRectangle(40, 300, 400, 500))));
		pdf("box with a negative origin", () -> document(d -> d.getPage(0).setMediaBox(new PDRectangle(-100, -100, 795, 1042))));
		pdf("A3", () -> document(d -> d.getPage(0).setMediaBox(PDRectangle.A3)));
		pdf("A5", () -> document(d -> d.getPage(0).setMediaBox(PDRectangle.A5)));
		pdf("A4 across", () -> document(d -> d.getPage(0).setMediaBox(new PDRectangle(842, 595))));
		pdf("units of the user", () -> document(d -> d.getPage(0).getCOSObject().setFloat("UserUnit", 2)));
	}

	private void programs() {
		pdf("Word: tagged, embedded font", () -> document(d -> {
			COSDictionary catalogue = d.getDocumentCatalog().getCOSObject();
			COSDictionary mark = new COSDictionary();
			mark.setBoolean("Marked", true);
			catalogue.setItem("MarkInfo", mark);
			catalogue.setString("Lang", "zh-CN");
			COSDictionary tree = new COSDictionary();
			tree.setName("Type", "StructTreeRoot");
			COSArray kids = new COSArray();
			tree.setItem("K", kids);
			catalogue.setItem("StructTreeRoot", tree);
			d.getDocumentInformation().setProducer("Microsoft® Word 2016");
			write(d, PDTrueTypeFont.load(d, new ByteArrayInputStream(drawnFont("ABC")), WinAnsiEncoding.INSTANCE), "ABC");
		}));
		pdf("WPS: subset of a Chinese font, opens at its first page", () -> document(d -> {
			d.getDocumentInformation().setProducer("WPS 文字");
			PDPageFitDestination destination = new PDPageFitDestination();
			destination.setPage(d.getPage(0));
			PDActionGoTo goTo = new PDActionGoTo();
			goTo.setDestination(destination);
			d.getDocumentCatalog().setOpenAction(goTo);
			write(d, PDType0Font.load(d, new ByteArrayInputStream(drawnFont("职称证书")), true), "职称证书");
		}));
		pdf("LibreOffice: whole Chinese font, bookmarks", () -> document(d -> {
			d.getDocumentInformation().setProducer("LibreOffice 7.4");
			PDDocumentOutline outline = new PDDocumentOutline();
			PDOutlineItem item = new PDOutlineItem();
			item.setTitle("第一章");
			item.setDestination(d.getPage(0));
			outline.addLast(item);
			d.getDocumentCatalog().setDocumentOutline(outline);
			write(d, PDType0Font.load(d, new ByteArrayInputStream(drawnFont("评审")), false), "评审");
		}));
		pdf("browser: glyphs drawn as a font (Type 3)", () -> RawPdf.page("/Font <</F 5 0 R>>", "BT /F 100 Tf 60 400 Td (aaa) Tj ET")
				.object(5, "<</Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
						+ "/LastChar 97 /Widths [1000] /Encoding <</Differences [97 /a]>> /CharProcs <</a 6 0 R>> /Resources <<>>>>")
				.stream(6, "", "1000 0 d0 100 100 700 700 re f".getBytes(StandardCharsets.US_ASCII)).bytes());
		for (String font : new String[] { "STSong-Light/UniGB-UCS2-H/GB1", "SimSun/UniGB-UTF16-H/GB1", "MSung-Light/UniCNS-UCS2-H/CNS1" }) {
			String[] names = font.split("/");
			pdf("Chinese font not embedded: " + names[0], () -> notEmbedded(names[0], names[1], names[2]));
		}
		for (FontName font : new FontName[] { FontName.HELVETICA, FontName.TIMES_BOLD, FontName.COURIER }) {
			pdf("font of every reader: " + font.getName(), () -> document(d -> write(d, new PDType1Font(font), "Certificate")));
		}
		pdf("link to a page of the web", () -> annotated(d -> {
			PDAnnotationLink link = new PDAnnotationLink();
			PDActionURI uri = new PDActionURI();
			uri.setURI("https://www.gansu.gov.cn/");
			link.setAction(uri);
			link.setRectangle(new PDRectangle(60, 60, 100, 20));
			return link;
		}));
		pdf("note", () -> annotated(d -> {
			PDAnnotationText note = new PDAnnotationText();
			note.setContents("与原件一致");
			note.setRectangle(new PDRectangle(60, 60, 20, 20));
			return note;
		}));
		pdf("highlight", () -> annotated(d -> {
			PDAnnotationHighlight highlight = new PDAnnotationHighlight();
			highlight.setRectangle(new PDRectangle(60, 600, 200, 20));
			highlight.setQuadPoints(new float[] { 60, 620, 260, 620, 60, 600, 260, 600 });
			return highlight;
		}));
		pdf("form filled in, without actions", () -> document(d -> {
			PDAcroForm form = new PDAcroForm(d);
			d.getDocumentCatalog().setAcroForm(form);
			PDTextField field = new PDTextField(form);
			field.setPartialName("name");
			form.getFields().add(field);
		}));
		pdf("layers", () -> RawPdf.page("/Properties <</L 5 0 R>>", "/OC /L BDC 60 60 400 600 re f EMC")
				.object(5, "<</Type /OCG /Name (Scan)>>").bytes());
		pdf("transparent group with a soft mask", () -> RawPdf.page("/ExtGState <</G <</ca 0.8 /SMask <</S /Luminosity /G 5 0 R>>>>>>",
				"/G gs 60 60 400 600 re f").stream(5, "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group <</S /Transparency "
						+ "/CS /DeviceGray>>", "1 g 0 0 595 842 re f".getBytes(StandardCharsets.US_ASCII)).bytes());
		pdf("shading of a letterhead", () -> RawPdf.page("/Shading <</S <</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 0] "
				+ "/Function <</FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [0 0 0] /N 1>> /Extend [true true]>>>>", "/S sh").bytes());
	}

	private void photos() {
		photo("photo: portrait JPEG", SamplePhotos::jpeg);
		photo("photo: portrait PNG", SamplePhotos::png);
		photo("photo: progressive JPEG", () -> TestPictures.jpeg(SamplePhotos.portrait(), true));
		photo("photo: grey JPEG", () -> TestPictures.jpeg(TestPictures.drawing(600, 800, BufferedImage.TYPE_BYTE_GRAY), false));
		photo("photo: CMYK JPEG", () -> TestPictures.cmyk(600, 800, false));
		photo("photo: CMYK JPEG of Adobe", () -> TestPictures.cmyk(600, 800, true));
		for (int orientation : new int[] { 1, 3, 6, 8 }) {
			photo("photo: EXIF orientation " + orientation, () -> SamplePhotos.jpegWithExif(SamplePhotos.portrait(), orientation));
		}
		photo("photo: 12 megapixels of a phone", () -> TestPictures.jpeg(
				TestPictures.drawing(3000, 4000, BufferedImage.TYPE_INT_RGB), false));
		photo("photo: 12 megapixels progressive", () -> TestPictures.jpeg(
				TestPictures.drawing(3000, 4000, BufferedImage.TYPE_INT_RGB), true));
		photo("photo: interlaced PNG", () -> TestPictures.png(TestPictures.drawing(600, 800, BufferedImage.TYPE_INT_RGB), true));
		photo("photo: PNG of 16 bits", () -> TestPictures.png(
				TestPictures.drawing(600, 800, BufferedImage.TYPE_USHORT_GRAY), false));
		photo("photo: PNG with a palette", () -> TestPictures.png(TestPictures.palette(600, 800, 8), false));
		photo("photo: PNG of one bit", () -> TestPictures.png(TestPictures.palette(600, 800, 1), false));
		photo("photo: transparent PNG", () -> TestPictures.png(TestPictures.drawing(600, 800, BufferedImage.TYPE_INT_ARGB), false));
		photo("photo: PNG with text", () -> TestPictures.chunk(SamplePhotos.png(), "tEXt",
				"Software\0Camera".getBytes(StandardCharsets.ISO_8859_1)));
	}

	private static byte[] simple() throws IOException {
		return RawPdf.page("", "60 60 400 600 re f").bytes();
	}

	private static byte[] document(Change change) throws IOException {
		return document(change, CompressParameters.DEFAULT_COMPRESSION);
	}

	private static byte[] document(Change change, CompressParameters compression) throws IOException {
		try (PDDocument document = new PDDocument(); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
			PDPage page = new PDPage(PDRectangle.A4);
			document.addPage(page);
			try (PDPageContentStream content = new PDPageContentStream(document, page)) {
				content.addRect(60, 300, 400, 400);
				content.fill();
			}
			change.to(document);
			document.save(out, compression);
			return out.toByteArray();
		}
	}

	private static void drawn(PDDocument document, BufferedImage image) throws IOException {
		try (PDPageContentStream content = new PDPageContentStream(document, document.getPage(0), AppendMode.OVERWRITE, false)) {
			content.drawImage(LosslessFactory.createFromImage(document, image), 0, 0, 595, 842);
		}
	}

	private static void write(PDDocument document, PDFont font, String text) throws IOException {
		try (PDPageContentStream content = new PDPageContentStream(document, document.getPage(0), AppendMode.OVERWRITE, false)) {
			content.beginText();
			content.setFont(font, 90);
			content.newLineAtOffset(60, 400);
			content.showText(text);
			content.endText();
		}
	}

	/** Makes an annotation. */
	private interface Annotation {

		PDAnnotation of(PDDocument document) throws IOException;
	}

	private static byte[] annotated(Annotation annotation) throws IOException {
		return document(d -> d.getPage(0).setAnnotations(List.of(annotation.of(d))));
	}

	private static byte[] scan(String filter, String colours, int bits, int width, int height, String more, byte[] data) {
		return RawPdf.page("/XObject <</I 5 0 R>>", "q 595 0 0 842 0 0 cm /I Do Q")
				.stream(5, "/Type /XObject /Subtype /Image /Width " + width + " /Height " + height + " /BitsPerComponent " + bits
						+ " /ColorSpace /" + colours + filter(filter) + more, data)
				.bytes();
	}

	private static String filter(String names) {
		if (names == null) {
			return "";
		}
		return names.contains(" ") ? " /Filter [/" + names + "] " : " /Filter /" + names + " ";
	}

	private static byte[] stencil(String filter, int width, int height, String more, byte[] data) {
		return RawPdf.page("/XObject <</I 5 0 R>>", "0 g q 595 0 0 842 0 0 cm /I Do Q")
				.stream(5, "/Type /XObject /Subtype /Image /ImageMask true /Width " + width + " /Height " + height
						+ " /BitsPerComponent 1 /Filter /" + filter + " " + more, data)
				.bytes();
	}

	private static byte[] jbig2WithGlobals(BufferedImage bits) {
		// What all pages share is empty here: a comment segment of type 62.
		byte[] globals = ByteBuffer.allocate(11 + 6).putInt(9).put((byte) 62).put((byte) 0).put((byte) 0).putInt(6)
				.putInt(0x20000000).putShort((short) 0).array();
		return RawPdf.page("/XObject <</I 5 0 R>>", "q 595 0 0 842 0 0 cm /I Do Q")
				.stream(5, "/Type /XObject /Subtype /Image /Width 2480 /Height 3508 /BitsPerComponent 1 /ColorSpace /DeviceGray "
						+ "/Filter /JBIG2Decode /DecodeParms <</JBIG2Globals 6 0 R>>", TestPictures.jbig2Fax(bits))
				.stream(6, "", globals).bytes();
	}

	private static byte[] notEmbedded(String font, String encoding, String ordering) {
		return RawPdf.page("/Font <</F 5 0 R>>", "BT /F 90 Tf 60 400 Td <804C79F08BC14E66> Tj ET")
				.object(5, "<</Type /Font /Subtype /Type0 /BaseFont /" + font + " /Encoding /" + encoding
						+ " /DescendantFonts [6 0 R]>>")
				.object(6, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /" + font + " /CIDSystemInfo <</Registry (Adobe) /Ordering ("
						+ ordering + ") /Supplement 4>> /DW 1000 /FontDescriptor 7 0 R>>")
				.object(7, "<</Type /FontDescriptor /FontName /" + font + " /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
						+ "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 80>>")
				.bytes();
	}

	/** PDF 1.7, annex F: the first page and its table stand first, the rest and the main table behind them. */
	private static byte[] linearised() {
		String content = "60 60 400 600 re f";
		String second = "2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n";
		String head = "%PDF-1.4\n";
		String format = "5 0 obj\n<</Linearized 1 /L %06d /H [%06d 0] /O 3 /E %06d /N 1 /T %06d>>\nendobj\n";
		String catalogue = "1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n";
		String page = "3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <<>>>>\nendobj\n";
		String stream = "4 0 obj\n<</Length " + content.length() + ">>\nstream\n" + content + "\nendstream\nendobj\n";
		int parameters = head.length();
		int table = parameters + String.format(format, 0, 0, 0, 0).length();
		String firstTable = "xref\n1 1\n%010d 00000 n \n3 3\n%010d 00000 n \n%010d 00000 n \n%010d 00000 n \n"
				+ "trailer\n<</Size 6 /Root 1 0 R /Prev %06d>>\nstartxref\n0\n%%%%EOF\n";
		int first = table + String.format(firstTable, 0, 0, 0, 0, 0).length();
		int atPage = first + catalogue.length();
		int atStream = atPage + page.length();
		int atSecond = atStream + stream.length();
		int main = atSecond + second.length();
		String end = "xref\n0 1\n0000000000 65535 f \n2 1\n" + String.format("%010d 00000 n \n", atSecond)
				+ "trailer\n<</Size 6 /Root 1 0 R>>\nstartxref\n" + table + "\n%%EOF\n";
		return (head + String.format(format, main + end.length(), first, atSecond, main)
				+ String.format(firstTable, first, atPage, atStream, parameters, main) + catalogue + page + stream + second + end)
				.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] ascii85(byte[] data) throws IOException {
		StringBuilder text = new StringBuilder();
		for (int at = 0; at < data.length; at += 4) {
			byte[] four = Arrays.copyOfRange(data, at, at + 4);
			int present = Math.min(4, data.length - at);
			long value = ByteBuffer.wrap(four).getInt() & 0xFFFFFFFFL;
			char[] five = new char[5];
			for (int i = 4; i >= 0; i--) {
				five[i] = (char) ('!' + value % 85);
				value /= 85;
			}
			text.append(present == 4 && new String(five).equals("!!!!!") ? "z" : new String(five, 0, present + 1));
		}
		return text.append("~>").toString().getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] packedBits(BufferedImage image) {
		int row = (image.getWidth() + 7) / 8;
		byte[] bits = new byte[row * image.getHeight()];
		for (int y = 0; y < image.getHeight(); y++) {
			for (int x = 0; x < image.getWidth(); x++) {
				if ((image.getRGB(x, y) & 0xFF) > 127) {
					bits[y * row + x / 8] |= (byte) (0x80 >> x % 8);
				}
			}
		}
		return bits;
	}

	private static byte[] runLengths(byte[] data) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int at = 0; at < data.length;) {
			int run = 1;
			while (run < 128 && at + run < data.length && data[at + run] == data[at]) {
				run++;
			}
			out.write(run == 1 ? 0 : 257 - run);
			out.write(data[at]);
			at += run;
		}
		out.write(128);
		return out.toByteArray();
	}

	private static byte[] joined(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	/**
	 * A TrueType font with just these characters, their outlines taken from the machine's font as polygons; where it has none,
	 * as boxes, which is enough to see that a font was drawn.
	 */
	private static byte[] drawnFont(String characters) throws IOException {
		ByteArrayOutputStream glyphs = new ByteArrayOutputStream();
		List<Integer> places = new ArrayList<>(List.of(0));
		places.add(0);
		Font font = SamplePdfs.font(1000, Font.PLAIN);
		for (char character : characters.toCharArray()) {
			glyphs.writeBytes(glyph(font.createGlyphVector(new FontRenderContext(null, true, true), String.valueOf(character))
					.getOutline()));
			places.add(glyphs.size());
		}
		int count = characters.length() + 1;
		char[] sorted = characters.toCharArray();
		Integer[] order = new Integer[sorted.length];
		Arrays.setAll(order, i -> i);
		Arrays.sort(order, (a, b) -> Character.compare(sorted[a], sorted[b]));
		int segments = sorted.length + 1;
		ByteBuffer cmap = ByteBuffer.allocate(12 + 16 + 8 * segments);
		cmap.putShort((short) 0).putShort((short) 1).putShort((short) 3).putShort((short) 1).putInt(12);
		cmap.putShort((short) 4).putShort((short) (16 + 8 * segments)).putShort((short) 0).putShort((short) (segments * 2))
				.putShort((short) 0).putShort((short) 0).putShort((short) 0);
		for (int i : order) {
			cmap.putShort((short) sorted[i]);
		}
		cmap.putShort((short) 0xFFFF).putShort((short) 0);
		for (int i : order) {
			cmap.putShort((short) sorted[i]);
		}
		cmap.putShort((short) 0xFFFF);
		for (int i : order) {
			cmap.putShort((short) (i + 1 - sorted[i]));
		}
		cmap.putShort((short) 1);
		for (int i = 0; i < segments; i++) {
			cmap.putShort((short) 0);
		}
		ByteBuffer loca = ByteBuffer.allocate(4 * places.size());
		places.forEach(loca::putInt);
		ByteBuffer widths = ByteBuffer.allocate(4 * count);
		for (int i = 0; i < count; i++) {
			widths.putShort((short) 1000).putShort((short) 0);
		}
		ByteBuffer head = ByteBuffer.allocate(54).putInt(0x00010000).putInt(0x00010000).putInt(0).putInt(0x5F0F3CF5)
				.putShort((short) 0).putShort((short) 1000).putLong(0).putLong(0).putShort((short) 0).putShort((short) -200)
				.putShort((short) 1000).putShort((short) 900).putShort((short) 0).putShort((short) 8).putShort((short) 2)
				.putShort((short) 1).putShort((short) 0);
		ByteBuffer hhea = ByteBuffer.allocate(36).putInt(0x00010000).putShort((short) 880).putShort((short) -120)
				.putShort((short) 0).putShort((short) 1000).putShort((short) 0).putShort((short) 0).putShort((short) 1000)
				.putShort((short) 1).putShort((short) 0).putShort((short) 0).putLong(0).putShort((short) 0)
				.putShort((short) count);
		ByteBuffer maxp = ByteBuffer.allocate(32).putInt(0x00010000).putShort((short) count).putShort((short) 5000)
				.putShort((short) 200);
		maxp.putShort(14, (short) 1);
		byte[] name = "Drawn".getBytes(StandardCharsets.UTF_16BE);
		ByteBuffer names = ByteBuffer.allocate(6 + 24 + name.length).putShort((short) 0).putShort((short) 2).putShort((short) 30);
		for (int id : new int[] { 1, 6 }) {
			names.putShort((short) 3).putShort((short) 1).putShort((short) 0x409).putShort((short) id)
					.putShort((short) name.length).putShort((short) 0);
		}
		names.put(name);
		ByteBuffer post = ByteBuffer.allocate(32).putInt(0x00030000);
		ByteBuffer os2 = ByteBuffer.allocate(78).putShort((short) 1).putShort((short) 1000).putShort((short) 400)
				.putShort((short) 5).putShort((short) 0);
		String[] tags = { "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post" };
		byte[][] tables = { os2.array(), cmap.array(), glyphs.toByteArray(), head.array(), hhea.array(), widths.array(),
				loca.array(), maxp.array(), names.array(), post.array() };
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.writeBytes(ByteBuffer.allocate(12).putInt(0x00010000).putShort((short) tags.length).putShort((short) 128)
				.putShort((short) 3).putShort((short) 32).array());
		int offset = 12 + 16 * tags.length;
		for (int i = 0; i < tags.length; i++) {
			file.writeBytes(tags[i].getBytes(StandardCharsets.US_ASCII));
			file.writeBytes(ByteBuffer.allocate(12).putInt(0).putInt(offset).putInt(tables[i].length).array());
			offset += (tables[i].length + 3) / 4 * 4;
		}
		for (byte[] table : tables) {
			file.writeBytes(Arrays.copyOf(table, (table.length + 3) / 4 * 4));
		}
		return file.toByteArray();
	}

	private static byte[] glyph(Shape outline) {
		List<Integer> ends = new ArrayList<>();
		List<int[]> points = new ArrayList<>();
		float[] at = new float[6];
		for (PathIterator path = outline.getPathIterator(AffineTransform.getScaleInstance(1, -1), 8); !path.isDone(); path.next()) {
			if (path.currentSegment(at) == PathIterator.SEG_CLOSE) {
				ends.add(points.size() - 1);
			}
			else {
				points.add(new int[] { Math.round(at[0]), Math.round(at[1]) });
			}
		}
		ByteBuffer glyph = ByteBuffer.allocate((10 + 2 * ends.size() + 2 + 5 * points.size() + 3) / 4 * 4);
		glyph.putShort((short) ends.size()).putShort((short) 0).putShort((short) -200).putShort((short) 1000)
				.putShort((short) 900);
		ends.forEach(end -> glyph.putShort(end.shortValue()));
		glyph.putShort((short) 0);
		points.forEach(point -> glyph.put((byte) 1));
		for (int axis = 0; axis < 2; axis++) {
			int before = 0;
			for (int[] point : points) {
				glyph.putShort((short) (point[axis] - before));
				before = point[axis];
			}
		}
		return glyph.array();
	}
}
