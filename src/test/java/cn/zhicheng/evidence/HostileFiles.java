package cn.zhicheng.evidence;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;

/** Files made to harm who opens them; each is refused, or taken and does nothing. All of them are small. */
final class HostileFiles {

	/**
	 * @param refused why it must be refused; null if it may be taken, because it can do no harm: nothing of a PDF but pictures of
	 *            its pages reaches anyone, and a photo is encoded anew
	 */
	record Sample(String name, EvidenceKind kind, byte[] content, RefusalReason refused) {

		@Override
		public String toString() {
			return name;
		}
	}

	/** Something that makes a file. */
	private interface Maker {

		byte[] make() throws IOException;
	}

	private static final String FORM = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] ";

	private static final String IMAGE = "/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceRGB ";

	private final List<Sample> samples = new ArrayList<>();

	private HostileFiles() {
	}

	static List<Sample> all() {
		HostileFiles files = new HostileFiles();
		files.polyglots();
		files.bombs();
		files.loops();
		files.sizes();
		files.fonts();
		files.actions();
		files.tables();
		files.pictures();
		return files.samples;
	}

	private void pdf(String name, RefusalReason refused, Maker maker) {
		add(name, EvidenceKind.CERTIFICATE, refused, maker);
	}

	private void photo(String name, RefusalReason refused, Maker maker) {
		add(name, EvidenceKind.PHOTO, refused, maker);
	}

	private void add(String name, EvidenceKind kind, RefusalReason refused, Maker maker) {
		try {
			samples.add(new Sample(name, kind, maker.make(), refused));
		}
		catch (IOException e) {
			throw new UncheckedIOException(name, e);
		}
	}

	private void polyglots() {
		for (String head : new String[] { "PK\u0003\u0004", "MZ\u0090\0", "#!/bin/sh\n", "<html><script>alert(1)</script>", "GIF89a",
				"\u00ff\u00d8\u00ff\u00e0", "\u007fELF", "Rar!\u001a\u0007" }) {
			pdf("polyglot: PDF behind " + head.replaceAll("[^A-Za-z0-9#!<>/]", "?"), RefusalReason.NOT_A_PDF,
					() -> joined(bytes(head), simple()));
		}
		photo("polyglot: PDF as a photo", RefusalReason.NOT_A_PHOTO, HostileFiles::simple);
		photo("polyglot: SVG with a script as a photo", RefusalReason.NOT_A_PHOTO,
				() -> bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"));
		pdf("polyglot: archive behind a PDF", null, () -> joined(simple(), bytes("PK\u0003\u0004 archive PK\u0005\u0006")));
		pdf("polyglot: web page behind a PDF", null, () -> joined(simple(), bytes("<script>alert(1)</script>")));
		photo("polyglot: web page in a JPEG's comment", null,
				() -> TestPictures.segment(SamplePhotos.jpeg(), 0xFE, bytes("<script>alert(1)</script><?php system($_GET[0]);")));
		photo("polyglot: archive behind a PNG", null, () -> joined(SamplePhotos.png(), bytes("PK\u0003\u0004 archive")));
	}

	private void bombs() {
		pdf("bomb: instructions", RefusalReason.TOO_COMPLEX, () -> content("/Filter /FlateDecode", RawPdf.bomb(' ', 300)));
		pdf("bomb: instructions packed twice", RefusalReason.TOO_COMPLEX, () -> content("/Filter [/FlateDecode /FlateDecode]",
				RawPdf.deflated(RawPdf.bomb(' ', 300))));
		pdf("bomb: run lengths", RefusalReason.TOO_COMPLEX, () -> {
			byte[] runs = new byte[1_000_000];
			for (int i = 0; i < runs.length; i += 2) {
				runs[i] = (byte) 129;
				runs[i + 1] = ' ';
			}
			return content("/Filter [/FlateDecode /RunLengthDecode]", RawPdf.deflated(runs));
		});
		pdf("bomb: thirty filters", null, () -> content("/Filter [" + "/ASCIIHexDecode ".repeat(30) + "]", bytes("3e")));
		pdf("bomb: predictor with a huge row", RefusalReason.TOO_COMPLEX, () -> content(
				"/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 2000000000>>", RawPdf.deflated(new byte[100])));
		pdf("bomb: metadata", RefusalReason.TOO_COMPLEX, () -> catalogue("/Metadata 9 0 R")
				.stream(9, "/Type /Metadata /Filter /FlateDecode", RawPdf.bomb(' ', 300)).bytes());
		pdf("bomb: colour profile", RefusalReason.TOO_COMPLEX, () -> RawPdf.page("/ColorSpace <</C [/ICCBased 9 0 R]>>",
				"/C cs 1 0 0 sc 60 60 400 600 re f").stream(9, "/N 3 /Filter /FlateDecode", RawPdf.bomb(0, 300)).bytes());
		pdf("bomb: packed objects", RefusalReason.TOO_COMPLEX, () -> RawPdf.page("", "").stream(9,
				"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", RawPdf.bomb(' ', 300)).bytes());
		pdf("bomb: six hundred thousand objects", RefusalReason.TOO_COMPLEX,
				() -> catalogue("/Many [" + "[]".repeat(600_000) + "]").bytes());
		pdf("bomb: thousand pages", RefusalReason.TOO_MANY_PAGES, () -> SamplePdfs.pages(1000));
		pdf("bomb: million instructions to save the state", null, () -> packedContent("q ".repeat(1_000_000)));
		pdf("bomb: ten million rectangles", RefusalReason.TOO_COMPLEX, () -> packedContent("0 0 9 9 re f ".repeat(10_000_000)));
	}

	private void loops() {
		pdf("loop: tree of pages", RefusalReason.NO_PAGE, () -> new RawPdf("1.7")
				.object(1, "<</Type /Catalog /Pages 2 0 R>>").object(2, "<</Type /Pages /Kids [2 0 R] /Count 1>>").bytes());
		pdf("loop: parents of a page", null, () -> new RawPdf("1.7").object(1, "<</Type /Catalog /Pages 2 0 R>>")
				.object(2, "<</Type /Pages /Kids [3 0 R] /Count 1 /Parent 5 0 R>>").object(5, "<</Type /Pages /Parent 2 0 R>>")
				.object(3, "<</Type /Page /Parent 2 0 R>>").bytes());
		pdf("loop: form draws itself", null, () -> RawPdf.page("/XObject <</X 5 0 R>>", "/X Do")
				.stream(5, FORM + "/Resources <</XObject <</X 5 0 R>>>>", bytes("/X Do /X Do")).bytes());
		pdf("loop: forms that double twenty-five times", null, () -> {
			RawPdf pdf = RawPdf.page("/XObject <</X 10 0 R>>", "/X Do");
			for (int level = 10; level < 35; level++) {
				pdf.stream(level, FORM + "/Resources <</XObject <</X " + (level + 1) + " 0 R>>>>", bytes("/X Do /X Do"));
			}
			return pdf.stream(35, FORM, bytes("0 0 9 9 re f")).bytes();
		});
		pdf("loop: pattern filled with itself", null, () -> RawPdf.page("/Pattern <</P 5 0 R>>",
				"/Pattern cs /P scn 0 0 595 842 re f").stream(5, "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox "
						+ "[0 0 9 9] /XStep 9 /YStep 9 /Resources <</Pattern <</P 5 0 R>>>>",
						bytes("/Pattern cs /P scn 0 0 9 9 re f")).bytes());
		pdf("loop: glyph drawn with its own font", null, () -> RawPdf.page("/Font <</F 5 0 R>>", "BT /F 9 Tf (aaa) Tj ET")
				.object(5, "<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 "
						+ "/Widths [9] /Encoding <</Differences [97 /a]>> /CharProcs <</a 6 0 R>> /Resources <</Font <</F 5 0 R>>>>>>")
				.stream(6, "", bytes("9 0 d0 BT /F 9 Tf (aa) Tj ET")).bytes());
		pdf("loop: soft mask masked by itself", null, () -> RawPdf.page("/ExtGState <</G 5 0 R>>", "/G gs 0 0 595 842 re f")
				.object(5, "<</SMask <</S /Alpha /G 6 0 R>>>>")
				.stream(6, FORM + "/Group <</S /Transparency>> /Resources <</ExtGState <</G 5 0 R>>>>",
						bytes("/G gs 0 0 595 842 re f")).bytes());
		pdf("loop: colours based on themselves", null, () -> RawPdf.page("/ColorSpace <</C 5 0 R>>",
				"/C cs 0 sc 60 60 400 600 re f").object(5, "[/Indexed 5 0 R 1 <000000ffffff>]").bytes());
		pdf("loop: function of itself", null, () -> RawPdf.page("/Shading <</S <</ShadingType 2 /ColorSpace /DeviceGray /Coords "
				+ "[0 0 595 0] /Function 5 0 R>>>>", "/S sh").object(5, "<</FunctionType 3 /Domain [0 1] /Functions [5 0 R 5 0 R] "
						+ "/Bounds [0.5] /Encode [0 1 0 1]>>").bytes());
		pdf("loop: bookmarks", null, () -> catalogue("/Outlines 9 0 R").object(9, "<</First 9 0 R /Next 9 0 R /Last 9 0 R>>").bytes());
		pdf("loop: tree of names", null, () -> catalogue("/Names <</Dests 9 0 R>>").object(9, "<</Kids [9 0 R 9 0 R]>>").bytes());
		pdf("loop: length of a stream is the stream", RefusalReason.DAMAGED, () -> new RawPdf("1.7")
				.object(1, "<</Type /Catalog /Pages 2 0 R>>").object(2, "2 0 R").bytes());
		pdf("loop: arrays a hundred thousand deep", RefusalReason.DAMAGED,
				() -> catalogue("/Deep " + "[".repeat(100_000) + "]".repeat(100_000)).bytes());
		pdf("loop: dictionaries a hundred thousand deep", RefusalReason.DAMAGED,
				() -> catalogue("/Deep " + "<</D ".repeat(100_000) + "0" + ">>".repeat(100_000)).bytes());
		pdf("loop: thousand transparent groups within each other", null, () -> {
			RawPdf pdf = RawPdf.page("/XObject <</X 10 0 R>>", "/X Do");
			for (int level = 10; level < 1010; level++) {
				pdf.stream(level, FORM + "/Group <</S /Transparency /I true>> /Resources <</XObject <</X " + (level + 1)
						+ " 0 R>>>>", bytes("/X Do"));
			}
			return pdf.stream(1010, FORM, bytes("0 0 9 9 re f")).bytes();
		});
	}

	private void sizes() {
		for (String box : new String[] { "0 0 1000000000 842", "0 0 0 0", "0 0 595 1e38", "5 5 6 6" }) {
			pdf("size: page " + box, RefusalReason.PAGE_SIZE, () -> RawPdf.page("/MediaBox [" + box + "]", "", "").bytes());
		}
		pdf("size: units of the user", RefusalReason.PAGE_SIZE,
				() -> RawPdf.page("/MediaBox [0 0 595 842] /UserUnit 1000000", "", "").bytes());
		pdf("size: two hundred inches", null, () -> RawPdf.page("/MediaBox [0 0 14400 14400]", "", "0 0 9000 9000 re f").bytes());
		pdf("size: pattern in steps of nearly nothing", null, () -> RawPdf.page("/Pattern <</P 5 0 R>>",
				"/Pattern cs /P scn 0 0 595 842 re f").stream(5, "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox "
						+ "[0 0 0.01 0.01] /XStep 0.0001 /YStep 0.0001 /Resources <<>>", bytes("0 0 1 1 re f")).bytes());
		pdf("size: pattern without end", null, () -> RawPdf.page("/Pattern <</P 5 0 R>>",
				"/Pattern cs /P scn 0 0 595 842 re f").stream(5, "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox "
						+ "[0 0 1e9 1e9] /XStep 1e9 /YStep 1e9 /Resources <<>>", bytes("0 0 1 1 re f")).bytes());
		pdf("size: dashes of nearly nothing", null,
				() -> RawPdf.page("", "[0.000001 0.000001] 0 d 5 w 0 0 m 595 842 l S ".repeat(50)).bytes());
		pdf("size: line wider than the world", null, () -> RawPdf.page("", "1e30 w 1e37 -1e37 m -1e37 1e37 l S").bytes());
		pdf("size: function worked out for every pixel", null, () -> RawPdf.page("/Shading <</S <</ShadingType 1 /ColorSpace "
				+ "/DeviceGray /Domain [0 595 0 842] /Function 5 0 R>>>>", "/S sh").packed(5, "/FunctionType 4 /Domain [0 595 0 842] "
						+ "/Range [0 1]", bytes("{" + "sin cos exch ".repeat(20_000) + "pop}")).bytes());
		pdf("size: table of a function", null, () -> RawPdf.page("/Shading <</S <</ShadingType 2 /ColorSpace /DeviceGray /Coords "
				+ "[0 0 595 0] /Function 5 0 R>>>>", "/S sh").stream(5, "/FunctionType 0 /Domain [0 1] /Range [0 1] /BitsPerSample 8 "
						+ "/Size [2000000000]", new byte[10]).bytes());
		pdf("size: mesh of a million triangles", null, () -> {
			byte[] mesh = new byte[1_400_000];
			new Random(1).nextBytes(mesh);
			return RawPdf.page("/Shading <</S 5 0 R>>", "/S sh").stream(5, "/ShadingType 4 /ColorSpace /DeviceGray "
					+ "/BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 595 0 842 0 1]", mesh).bytes();
		});
		pdf("size: thousands of clippings", null,
				() -> packedContent("0 0 m 595 842 l 595 0 l 0 842 l 300 0 l h W n ".repeat(200_000) + "0 0 595 842 re f"));
	}

	private void fonts() {
		byte[] noise = new byte[50_000];
		new Random(3).nextBytes(noise);
		for (String file : new String[] { "FontFile", "FontFile2", "FontFile3" }) {
			pdf("font: noise as " + file, null, () -> font("/Subtype /" + (file.equals("FontFile2") ? "TrueType" : "Type1"), file,
					"/Length1 40000 /Length2 10000 /Length3 0 " + (file.equals("FontFile3") ? "/Subtype /Type1C" : ""), noise));
		}
		pdf("font: bomb", RefusalReason.TOO_COMPLEX, () -> font("/Subtype /TrueType", "FontFile2", "/Filter /FlateDecode",
				RawPdf.bomb(0, 300)));
		pdf("font: tables beyond its end", null, () -> font("/Subtype /TrueType", "FontFile2", "", ByteBuffer.allocate(60)
				.putInt(0x00010000).putShort((short) 2).putShort((short) 0).putInt(0).put(bytes("glyf")).putInt(0)
				.putInt(0x7FFFFFFF).putInt(0x7FFFFFFF).put(bytes("loca")).putInt(0).putInt(44).putInt(0x7FFFFFFF).array()));
		pdf("font: program without end", null, () -> font("/Subtype /Type1", "FontFile", "/Length1 60 /Length2 0 /Length3 0",
				bytes("%!PS-AdobeFont-1.0: A\n/A 10 dict def { } loop eexec ")));
		pdf("font: characters from 0 to four thousand million", null, () -> RawPdf.page("/Font <</F 5 0 R>>",
				"BT /F 20 Tf 60 400 Td <0041> Tj ET").object(5, "<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R "
						+ "/DescendantFonts [7 0 R] /ToUnicode 6 0 R>>")
				.stream(6, "/Type /CMap /CMapName /A", bytes("1 begincodespacerange <00000000> <ffffffff> endcodespacerange "
						+ "1 begincidrange <00000000> <ffffffff> 0 endcidrange 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange"))
				.object(7, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo <</Registry (A) /Ordering (B) "
						+ "/Supplement 0>>>>").bytes());
		pdf("font: character map that uses itself", null, () -> RawPdf.page("/Font <</F 5 0 R>>", "BT /F 20 Tf <0041> Tj ET")
				.object(5, "<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding 6 0 R /DescendantFonts [7 0 R]>>")
				.stream(6, "/Type /CMap /CMapName /A /UseCMap 6 0 R", bytes("/A usecmap"))
				.object(7, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /A>>").bytes());
		pdf("font: descends from itself", null, () -> RawPdf.page("/Font <</F 5 0 R>>", "BT /F 20 Tf <0041> Tj ET")
				.object(5, "<</Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R]>>").bytes());
	}

	private void actions() {
		for (String type : new String[] { "JavaScript /JS (app.alert(1))", "Launch /F (cmd.exe)", "SubmitForm /F (http://a/)",
				"ImportData /F (a)", "GoToR /F (a.pdf) /D [0 /Fit]", "GoToE /T <<>>", "Rendition /OP 0", "Hide /T (a)",
				"ResetForm", "Movie", "Sound", "SetOCGState /State []" }) {
			pdf("action on opening: " + type.split(" ")[0], RefusalReason.ACTIVE_CONTENT,
					() -> catalogue("/OpenAction <</Type /Action /S /" + type + ">>").bytes());
		}
		pdf("action on opening: web page", RefusalReason.ACTIVE_CONTENT,
				() -> catalogue("/OpenAction <</S /URI /URI (http://a/)>>").bytes());
		pdf("action behind a harmless one", RefusalReason.ACTIVE_CONTENT,
				() -> catalogue("/OpenAction <</S /GoTo /D [3 0 R /Fit] /Next <</S /JavaScript /JS (1)>>>>").bytes());
		pdf("script by name", RefusalReason.ACTIVE_CONTENT,
				() -> catalogue("/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (1)>>]>>>>").bytes());
		pdf("script of a page", RefusalReason.ACTIVE_CONTENT, () -> RawPdf.page(
				"/MediaBox [0 0 595 842] /AA <</O <</S /JavaScript /JS (1)>>>>", "", "").bytes());
		pdf("script in packed objects", RefusalReason.ACTIVE_CONTENT, () -> {
			try (PDDocument document = new PDDocument()) {
				document.addPage(new PDPage());
				document.getDocumentCatalog().setOpenAction(
						new PDActionJavaScript("app.alert(1)"));
				return SamplePdfs.bytes(document);
			}
		});
		pdf("script with its name written in digits", RefusalReason.ACTIVE_CONTENT,
				() -> catalogue("/OpenAction <</S /J#61vaScript /J#53 (1)>>").bytes());
		for (String subtype : new String[] { "FileAttachment", "RichMedia", "Screen", "3D", "Movie", "Sound" }) {
			pdf("annotation: " + subtype, RefusalReason.ACTIVE_CONTENT, () -> RawPdf.page("/MediaBox [0 0 595 842] /Annots "
					+ "[<</Type /Annot /Subtype /" + subtype + " /Rect [0 0 9 9]>>]", "", "").bytes());
		}
		pdf("attachment: program", RefusalReason.ACTIVE_CONTENT, () -> catalogue(
				"/Names <</EmbeddedFiles <</Names [(a.exe) <</Type /Filespec /F (a.exe) /EF <</F 9 0 R>>>>]>>>>")
				.stream(9, "/Type /EmbeddedFile", bytes("MZ")).bytes());
		pdf("attachment: collection of files", RefusalReason.ACTIVE_CONTENT, () -> catalogue("/Collection <</View /D>>").bytes());
		pdf("form of XML", RefusalReason.ACTIVE_CONTENT, () -> catalogue("/AcroForm <</XFA (<xdp/>)>>").bytes());
		for (String password : new String[] { "", "secret" }) {
			pdf("encrypted with password '" + password + "'", RefusalReason.ENCRYPTED, () -> {
				try (PDDocument document = new PDDocument()) {
					document.addPage(new PDPage());
					document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
					return SamplePdfs.bytes(document);
				}
			});
		}
	}

	private void tables() {
		byte[] good = simple();
		String text = new String(good, StandardCharsets.ISO_8859_1);
		pdf("table: file of a head only", RefusalReason.DAMAGED, () -> bytes("%PDF-1.7\n%%EOF\n"));
		pdf("table: end cut off", RefusalReason.DAMAGED, () -> Arrays.copyOf(good, good.length - 40));
		pdf("table: noise", RefusalReason.DAMAGED, () -> {
			byte[] noise = new byte[100_000];
			new Random(5).nextBytes(noise);
			return joined(bytes("%PDF-1.7\n"), joined(noise, bytes("\n%%EOF\n")));
		});
		pdf("table: begins behind the end of the file", null, () -> bytes(text.replaceAll("startxref\n\\d+", "startxref\n99999999")));
		pdf("table: begins before the file", null, () -> bytes(text.replaceAll("startxref\n\\d+", "startxref\n-5")));
		pdf("table: previous one is itself", null, () -> {
			RawPdf pdf = RawPdf.page("", "60 60 400 600 re f");
			return pdf.trailer("/Prev " + pdf.size()).bytes();
		});
		pdf("table: a thousand million entries", null, () -> bytes(text.replaceAll("xref\n0 5", "xref\n0 1000000000")));
		pdf("table: all entries point to one object", RefusalReason.DAMAGED,
				() -> bytes(text.replaceAll("\\d{10} 00000 n", "0000000015 00000 n").replaceAll("(?m)^[2-4] 0 obj", "1 0 obj")));
		pdf("table: packed, of absurd widths", null, () -> {
			RawPdf pdf = RawPdf.page("", "60 60 400 600 re f");
			int start = pdf.size();
			return pdf.packed(9, "/Type /XRef /Size 2000000000 /W [1 2000000000 2000000000] /Index [0 2000000000] /Root 1 0 R",
					new byte[100]).bytes("startxref\n" + start + "\n%%EOF\n");
		});
		pdf("table: no root", RefusalReason.DAMAGED, () -> bytes(text.replace("/Root 1 0 R", "").replace("/Catalog", "/Nothing")));
		pdf("table: pages are a number", RefusalReason.DAMAGED, () -> new RawPdf("1.7")
				.object(1, "<</Type /Catalog /Pages 7>>").bytes());
		pdf("table: count of pages is a lie", RefusalReason.DAMAGED, () -> bytes(text.replace("/Count 1", "/Count 9")));
	}

	private void pictures() {
		photo("photo: PNG of 400 megapixels", RefusalReason.IMAGE_TOO_LARGE, () -> PhotoEncodingTest.pngHeader(20_000, 20_000));
		photo("photo: PNG of one endless row", RefusalReason.IMAGE_TOO_LARGE, () -> PhotoEncodingTest.pngHeader(2_000_000_000, 1));
		photo("photo: PNG of a row of 40 megapixels", RefusalReason.TOO_COMPLEX, () -> PhotoEncodingTest.pngHeader(40_000_000, 1));
		photo("photo: PNG cut off", RefusalReason.DAMAGED, () -> Arrays.copyOf(SamplePhotos.png(), 3000));
		photo("photo: PNG with packed text of 300 megabytes", null,
				() -> TestPictures.chunk(SamplePhotos.png(), "zTXt", joined(bytes("a\0\0"), RawPdf.bomb(' ', 300))));
		photo("photo: PNG with a colour profile of 300 megabytes", null,
				() -> TestPictures.chunk(SamplePhotos.png(), "iCCP", joined(bytes("a\0\0"), RawPdf.bomb(' ', 300))));
		photo("photo: PNG of 39 megapixels of nothing", null, () -> TestPictures.png(
				new BufferedImage(6500, 6000, BufferedImage.TYPE_BYTE_GRAY), false));
		photo("photo: JPEG of four thousand megapixels", RefusalReason.IMAGE_TOO_LARGE, () -> frame(SamplePhotos.jpeg(), 65_500));
		photo("photo: JPEG cut off", RefusalReason.DAMAGED, () -> Arrays.copyOf(SamplePhotos.jpeg(), 4000));
		photo("photo: JPEG of five thousand scans", RefusalReason.TOO_COMPLEX, () -> scans(SamplePhotos.jpeg(), 5000));
		photo("photo: JPEG of ninety scans of 36 megapixels", null,
				() -> scans(frame(TestPictures.jpeg(SamplePhotos.portrait(), true), 6000), 80));
		photo("photo: JPEG with tables of noise", RefusalReason.DAMAGED, () -> {
			byte[] noise = new byte[200];
			Arrays.fill(noise, (byte) 0xFE);
			return TestPictures.segment(SamplePhotos.jpeg(), 0xC4, noise);
		});
		pdf("picture: declares 40 thousand million pixels", RefusalReason.IMAGE_TOO_LARGE,
				() -> picture("/Width 200000 /Height 200000 /Filter /FlateDecode", RawPdf.deflated(new byte[10])));
		pdf("picture: unpacks to more than it declares", RefusalReason.TOO_COMPLEX,
				() -> picture("/Width 10 /Height 10 /Filter /FlateDecode", RawPdf.bomb(0, 300)));
		pdf("picture: JPEG larger than it declares", RefusalReason.IMAGE_TOO_LARGE,
				() -> picture("/Width 10 /Height 10 /Filter /DCTDecode", frame(SamplePhotos.jpeg(), 65_500)));
		pdf("picture: fax of endless rows", RefusalReason.IMAGE_TOO_LARGE, () -> picture("/Width 10 /Height 10 /Filter "
				+ "/CCITTFaxDecode /DecodeParms <</K -1 /Columns 100000 /Rows 100000>>", new byte[100]));
		pdf("picture: JBIG2 of four thousand million pixels", RefusalReason.IMAGE_TOO_LARGE, () -> picture(
				"/Width 10 /Height 10 /Filter /JBIG2Decode", TestPictures.jbig2Page(65_000, 65_000)));
		pdf("picture: JBIG2 region larger than its page", null, () -> picture("/Width 100 /Height 100 /Filter /JBIG2Decode",
				joined(TestPictures.jbig2Page(100, 100), region(60_000, 60_000))));
		pdf("picture: JBIG2 of two thousand regions", null, () -> {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			out.writeBytes(TestPictures.jbig2Page(6000, 6000));
			for (int i = 0; i < 2000; i++) {
				out.writeBytes(region(6000, 6000));
			}
			return picture("/Width 6000 /Height 6000 /Filter /JBIG2Decode", out.toByteArray());
		});
		pdf("picture: JBIG2 dictionary of countless symbols", null, () -> picture("/Width 100 /Height 100 /Filter /JBIG2Decode",
				joined(TestPictures.jbig2Page(100, 100), TestPictures.jbig2Segment(1, 0, ByteBuffer.allocate(40).putShort((short) 0)
						.put(new byte[] { 3, -1, -3, -1, 2, -2, -2, -2 }).putInt(0x7FFFFFFF).putInt(0x7FFFFFFF).array()))));
		pdf("picture: noise as JBIG2", RefusalReason.TOO_COMPLEX, () -> picture("/Width 10 /Height 10 /Filter /JBIG2Decode", noise()));
		pdf("picture: noise as JPEG 2000", RefusalReason.DAMAGED, () -> picture("/Width 10 /Height 10 /Filter /JPXDecode", noise()));
		pdf("picture: JPEG 2000 cut off", null, () -> picture("/Width 300 /Height 400 /Filter /JPXDecode", Arrays.copyOf(
				TestPictures.jpeg2000(TestPictures.drawing(300, 400, BufferedImage.TYPE_BYTE_GRAY)), 900)));
	}

	private static byte[] noise() {
		byte[] noise = new byte[2000];
		new Random(9).nextBytes(noise);
		return noise;
	}

	private static byte[] region(int width, int height) {
		return TestPictures.jbig2Segment(1, 38, ByteBuffer.allocate(17 + 9 + 20).putInt(width).putInt(height).putInt(0).putInt(0)
				.put((byte) 0).put(new byte[] { 0, 3, -1, -3, -1, 2, -2, -2, -2 }).array());
	}

	/** A JPEG that declares another size. */
	private static byte[] frame(byte[] jpeg, int side) {
		byte[] changed = jpeg.clone();
		for (int at = 2; at < changed.length; at++) {
			int marker = changed[at + 1] & 0xFF;
			if ((changed[at] & 0xFF) == 0xFF && (marker == 0xC0 || marker == 0xC2)) {
				ByteBuffer.wrap(changed).putShort(at + 5, (short) side).putShort(at + 7, (short) side);
				return changed;
			}
		}
		throw new IllegalArgumentException("No frame header");
	}

	private static byte[] scans(byte[] jpeg, int count) {
		ByteArrayOutputStream many = new ByteArrayOutputStream();
		many.write(jpeg, 0, jpeg.length - 2);
		for (int i = 0; i < count; i++) {
			many.writeBytes(new byte[] { (byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x55 });
		}
		many.writeBytes(new byte[] { (byte) 0xFF, (byte) 0xD9 });
		return many.toByteArray();
	}

	private static byte[] picture(String entries, byte[] data) {
		return RawPdf.page("/XObject <</I 5 0 R>>", "q 595 0 0 842 0 0 cm /I Do Q").stream(5, IMAGE + entries, data).bytes();
	}

	private static byte[] font(String type, String file, String entries, byte[] data) {
		return RawPdf.page("/Font <</F 5 0 R>>", "BT /F 20 Tf 60 400 Td (ABC) Tj ET")
				.object(5, "<</Type /Font " + type + " /BaseFont /A /FirstChar 65 /LastChar 67 /Widths [500 500 500] "
						+ "/FontDescriptor 6 0 R>>")
				.object(6, "<</Type /FontDescriptor /FontName /A /Flags 32 /" + file + " 7 0 R>>")
				.stream(7, entries, data).bytes();
	}

	private static RawPdf catalogue(String entries) {
		RawPdf page = RawPdf.page("", "60 60 400 600 re f");
		return page.object(1, "<</Type /Catalog /Pages 2 0 R " + entries + ">>");
	}

	private static byte[] content(String filter, byte[] data) {
		return RawPdf.page("", "").stream(4, filter, data).bytes();
	}

	private static byte[] packedContent(String instructions) {
		return RawPdf.page("", "").packed(4, "", bytes(instructions)).bytes();
	}

	private static byte[] simple() {
		return RawPdf.page("", "60 60 400 600 re f").bytes();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] joined(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}
}
