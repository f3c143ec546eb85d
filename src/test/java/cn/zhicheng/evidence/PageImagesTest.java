package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import cn.zhicheng.security.TestPersonalData;

@Tag("application")
class PageImagesTest {

	private static final String KEY = TestPersonalData.key("k2021", 1);

	@TempDir
	Path directory;

	private final AdjustableClock clock = new AdjustableClock();

	private EvidenceSettings settings;

	private EvidenceFiles files;

	/** One process for all tests: each further one takes a second to start. */
	private static EvidenceWorkers workers;

	private PageImages images;

	@BeforeAll
	static void startProcesses(@TempDir Path unused) {
		workers = new EvidenceWorkers(settings(unused));
	}

	@AfterAll
	static void endProcesses() {
		workers.destroy();
	}

	@BeforeEach
	void start() {
		configure();
	}

	@Test
	void aPageIsAboutFifteenHundredPixelsWide() throws Exception {
		BufferedImage page = decoded(images.page(stored(SamplePdfs.qualificationDocument("演示甲"), 3), 2));
		assertThat(page.getWidth()).isBetween(1499, 1501);
		assertThat(page.getHeight()).isBetween(2118, 2126);
		assertThat(darkPixels(page)).isGreaterThan(5000);
	}

	@Test
	void aRotatedPageStandsUpright() throws Exception {
		BufferedImage scan = new BufferedImage(1754, 1240, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = scan.createGraphics();
		g.setColor(Color.WHITE);
		g.fillRect(0, 0, 1754, 1240);
		g.setColor(Color.RED);
		g.fillRect(0, 0, 877, 620);
		g.dispose();
		byte[] pdf;
		try (PDDocument document = Loader.loadPDF(SamplePdfs.scan(List.of(scan)))) {
			document.getPage(0).setRotation(90);
			pdf = SamplePdfs.bytes(document);
		}
		BufferedImage page = decoded(images.page(stored(pdf, 1), 1));
		assertThat(page.getWidth()).isGreaterThan(page.getHeight());
		// What was top left is top right after a quarter turn clockwise.
		assertThat(new Color(page.getRGB(1300, 200)).getGreen()).isLessThan(60);
		assertThat(new Color(page.getRGB(200, 200)).getGreen()).isGreaterThan(200);
	}

	@Test
	void pixelsAreBoundedWhateverThePageIs() throws Exception {
		for (PDRectangle size : List.of(new PDRectangle(20, 14_400), new PDRectangle(14_400, 20),
				new PDRectangle(14_400, 14_400), new PDRectangle(20, 20))) {
			BufferedImage page = decoded(images.page(stored(document(d -> d.getPage(0).setMediaBox(size)), 1), 1));
			assertThat((long) page.getWidth() * page.getHeight()).isBetween(1L, 8_100_000L);
			assertThat(Math.max(page.getWidth(), page.getHeight())).isLessThanOrEqualTo(8001);
		}
	}

	/** Two different characters have to look different: a missing one is drawn as a box, and boxes are all the same. */
	@ParameterizedTest
	@ValueSource(strings = { "CIDFontType0", "CIDFontType2" })
	void chineseTextIsDrawnThoughItsFontIsNotEmbedded(String type) throws Exception {
		BufferedImage first = decoded(images.page(stored(textPage(type, "804C"), 1), 1));
		BufferedImage second = decoded(images.page(stored(textPage(type, "4E00"), 1), 1));
		assertThat(first.getWidth()).isEqualTo(1500);
		assertThat(second.getWidth()).isEqualTo(1500);
		Assumptions.assumeTrue(ownsChineseFont(), "no Chinese font on this machine: it is only proven that nothing fails");
		assertThat(darkPixels(first)).as("职 has many strokes, 一 one").isGreaterThan(3 * darkPixels(second));
		assertThat(darkPixels(second)).isPositive();
	}

	@Test
	void aPhotoIsItsOwnPage() throws Exception {
		byte[] photo = SamplePhotos.jpeg();
		try (IncomingFile file = files.write(photo)) {
			files.store(file);
			Received received = new Received(EvidenceKind.PHOTO, file.sha256(), file.size(), "image/jpeg", 1, clock.instant());
			assertThat(images.page(new Evidence(1, "PHOTO", received, files.nameOf(file.sha256()), clock.instant()), 1)).isEqualTo(photo);
		}
	}

	@Test
	void aPageIsDrawnOnceAndThenReadFromDisk() throws Exception {
		AtomicInteger drawn = new AtomicInteger();
		PageImages counting = new PageImages(files, workers, settings) {

			@Override
			byte[] drawn(EvidenceWorkers.Turn turn, String sha256, int page) throws IOException {
				drawn.incrementAndGet();
				return super.drawn(turn, sha256, page);
			}
		};
		Evidence evidence = stored(SamplePdfs.certificate("演示甲"), 1);
		byte[] first = counting.page(evidence, 1);
		assertThat(counting.page(evidence, 1)).isEqualTo(first);
		assertThat(drawn).hasValue(1);
		assertThat(files.pageImage(evidence.getSha256(), 1)).isEqualTo(first);
	}

	@Test
	void neverMoreThanTwoPagesAreDrawnAtOnce() throws Exception {
		CountDownLatch twoInside = new CountDownLatch(2);
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		PageImages slow = new PageImages(files, workers, settings) {

			@Override
			byte[] drawn(EvidenceWorkers.Turn turn, String sha256, int page) throws IOException {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				twoInside.countDown();
				try {
					assertThat(twoInside.await(30, TimeUnit.SECONDS)).isTrue();
					return new byte[] { (byte) (page - 1) };
				}
				catch (InterruptedException e) {
					throw new IOException(e);
				}
				finally {
					inside.decrementAndGet();
				}
			}
		};
		Evidence evidence = stored(SamplePdfs.pages(6), 6);
		ExecutorService threads = Executors.newFixedThreadPool(6);
		try {
			List<Future<byte[]>> pages = IntStream.rangeClosed(1, 6)
					.mapToObj(page -> threads.submit(() -> slow.page(evidence, page)))
					.toList();
			for (int i = 0; i < 6; i++) {
				assertThat(pages.get(i).get()).containsExactly(i);
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(most).hasValue(2);
	}

	@Test
	void formsThatDrawFormsWithoutEndAreGivenUp() throws Exception {
		byte[] pdf = document(d -> {
			COSStream form = null;
			for (int level = 0; level < 9; level++) {
				COSStream outer = d.getDocument().createCOSStream();
				try (OutputStream out = outer.createOutputStream()) {
					out.write((form == null ? "0 0 1 1 re f " : "/X Do ").repeat(20).getBytes(StandardCharsets.US_ASCII));
				}
				outer.setItem(COSName.TYPE, COSName.XOBJECT);
				outer.setItem(COSName.SUBTYPE, COSName.FORM);
				outer.setItem(COSName.BBOX, PDRectangle.A4.getCOSArray());
				outer.setItem(COSName.RESOURCES, resources(form));
				form = outer;
			}
			d.getPage(0).setResources(new PDResources(resources(form)));
			d.getPage(0).setContents(contents(d, "/X Do"));
		});
		Evidence evidence = stored(pdf, 1);
		PageUnavailableException failure = catchThrowableOfType(PageUnavailableException.class,
				() -> images.page(evidence, 1));
		assertThat(failure).hasCauseInstanceOf(WorkerGaveUpException.class);
		assertThat(failure.isBusy()).isFalse();
	}

	@Test
	void aPageThatDoesNotExistIsTheCallersMistake() throws Exception {
		Evidence evidence = stored(SamplePdfs.pages(2), 2);
		assertThatThrownBy(() -> images.page(evidence, 0)).isInstanceOf(IllegalArgumentException.class);
		assertThatThrownBy(() -> images.page(evidence, 3)).isInstanceOf(IllegalArgumentException.class);
	}

	/** Something done to a document with one A4 page before it is saved. */
	private interface Change {

		void to(PDDocument document) throws IOException;
	}

	private void configure() {
		settings = settings(directory);
		files = new EvidenceFiles(settings, TestPersonalData.streams(KEY), TestPersonalData.hash(KEY), clock);
		images = new PageImages(files, workers, settings);
	}

	private static EvidenceSettings settings(Path directory) {
		return new Binder(new MapConfigurationPropertySource(Map.of(
				"zhicheng.evidence.directory", directory.toString())))
				.bind("zhicheng.evidence", EvidenceSettings.class).get();
	}

	private Evidence stored(byte[] pdf, int pages) throws Exception {
		try (IncomingFile file = files.write(pdf)) {
			assertThat(new PdfInspection(50, 40_000_000).pagesOf(pdf)).isEqualTo(pages);
			files.store(file);
			return new Evidence(1, "CERTIFICATE", new Received(EvidenceKind.CERTIFICATE, file.sha256(), file.size(),
					"application/pdf", pages, clock.instant()), files.nameOf(file.sha256()), clock.instant());
		}
	}

	private static byte[] document(Change change) throws IOException {
		try (PDDocument document = new PDDocument()) {
			PDPage page = new PDPage(PDRectangle.A4);
			page.setResources(new PDResources());
			document.addPage(page);
			change.to(document);
			return SamplePdfs.bytes(document);
		}
	}

	private static PDStream contents(PDDocument document, String instructions) throws IOException {
		return new PDStream(document, new ByteArrayInputStream(instructions.getBytes(StandardCharsets.US_ASCII)));
	}

	private static COSDictionary resources(COSStream form) {
		COSDictionary forms = new COSDictionary();
		forms.setItem(COSName.getPDFName("X"), form);
		COSDictionary resources = new COSDictionary();
		resources.setItem(COSName.XOBJECT, forms);
		return resources;
	}

	private static byte[] textPage(String type, String codes) throws IOException {
		return document(d -> {
			PDPage page = d.getPage(0);
			COSDictionary fonts = new COSDictionary();
			fonts.setItem(COSName.getPDFName("F1"), songNotEmbedded(type));
			page.getResources().getCOSObject().setItem(COSName.FONT, fonts);
			page.setContents(contents(d, "BT /F1 200 Tf 60 400 Td <" + codes + "> Tj ET"));
		});
	}

	/** 宋体 as word processors name it when they do not embed it. */
	private static COSDictionary songNotEmbedded(String type) {
		COSDictionary system = new COSDictionary();
		system.setString("Registry", "Adobe");
		system.setString("Ordering", "GB1");
		system.setInt("Supplement", 4);
		COSDictionary descriptor = new COSDictionary();
		descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
		descriptor.setName(COSName.FONT_NAME, "STSong-Light");
		descriptor.setInt(COSName.FLAGS, 6);
		COSDictionary descendant = new COSDictionary();
		descendant.setItem(COSName.TYPE, COSName.FONT);
		descendant.setName(COSName.SUBTYPE, type);
		descendant.setName(COSName.BASE_FONT, "STSong-Light");
		descendant.setItem(COSName.CIDSYSTEMINFO, system);
		descendant.setItem(COSName.FONT_DESC, descriptor);
		COSArray descendants = new COSArray();
		descendants.add(descendant);
		COSDictionary font = new COSDictionary();
		font.setItem(COSName.TYPE, COSName.FONT);
		font.setName(COSName.SUBTYPE, "Type0");
		font.setName(COSName.BASE_FONT, "STSong-Light-UniGB-UCS2-H");
		font.setName(COSName.ENCODING, "UniGB-UCS2-H");
		font.setItem(COSName.DESCENDANT_FONTS, descendants);
		return font;
	}

	private static boolean ownsChineseFont() {
		return List.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
				.contains("Noto Sans CJK SC");
	}

	private static int darkPixels(BufferedImage image) {
		int dark = 0;
		for (int y = 0; y < image.getHeight(); y++) {
			for (int x = 0; x < image.getWidth(); x++) {
				Color colour = new Color(image.getRGB(x, y));
				dark += colour.getRed() + colour.getGreen() + colour.getBlue() < 250 ? 1 : 0;
			}
		}
		return dark;
	}

	private static BufferedImage decoded(byte[] jpeg) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(jpeg));
	}
}
