package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

import cn.zhicheng.security.UnreadablePersonalDataException;

/** What {@link EvidenceArchive} and {@link EvidenceSweeper} promise, the same on every database. */
abstract class EvidenceContract extends EvidenceTestBase {

	private static final byte[] CERTIFICATE = SamplePdfs.certificate("演示甲");

	private static final byte[] OTHER_CERTIFICATE = SamplePdfs.certificate("演示乙");

	private static final Duration LONG = Duration.ofHours(25);

	@Test
	void anUploadBecomesTheRecordsEvidence() throws IOException {
		Evidence evidence = attached(EvidenceKind.QUALIFICATION_DOCUMENT, SamplePdfs.qualificationDocument("演示甲"));
		assertThat(evidence.getPages()).isEqualTo(3);
		assertThat(evidence.getContentType()).isEqualTo("application/pdf");
		assertThat(evidence.getUploadedAt()).isEqualTo(AdjustableClock.START);
		assertThat(read(evidence)).isEqualTo(SamplePdfs.qualificationDocument("演示甲"));
		assertThat(archive.find(record, evidence.getId())).get().extracting(Evidence::getSha256)
				.isEqualTo(evidence.getSha256());
		assertThat(archive.find(record + 1, evidence.getId())).isEmpty();
		assertThat(filesUnder("arriving")).isEmpty();
	}

	@Test
	void evidenceIsListedInTheOrderOfItsKinds() {
		Evidence second = attached(EvidenceKind.OTHER, SamplePdfs.other("更名证明"));
		Evidence form = attached(EvidenceKind.REVIEW_FORM, SamplePdfs.reviewForm("演示甲"));
		Evidence photo = attached(EvidenceKind.PHOTO, SamplePhotos.jpeg());
		clock.advance(Duration.ofSeconds(1));
		Evidence third = attached(EvidenceKind.OTHER, SamplePdfs.other("聘书"));
		assertThat(archive.current(record)).extracting(Evidence::getId)
				.containsExactly(photo.getId(), form.getId(), second.getId(), third.getId());
	}

	@Test
	void whatADraftReplacesIsDeleted() {
		Evidence first = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Attached second = (Attached) attach(EvidenceKind.CERTIFICATE, OTHER_CERTIFICATE, false);
		assertThat(second.replaced()).get().extracting(Evidence::getId).isEqualTo(first.getId());
		assertThat(archive.history(record)).extracting(Evidence::getId).containsExactly(second.evidence().getId());
	}

	@Test
	void whatWasSubmittedIsKeptWhenReplaced() throws IOException {
		Evidence first = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		clock.advance(Duration.ofDays(3));
		Attached second = (Attached) attach(EvidenceKind.CERTIFICATE, OTHER_CERTIFICATE, true);
		assertThat(archive.current(record)).extracting(Evidence::getId).containsExactly(second.evidence().getId());
		Evidence kept = archive.find(record, first.getId()).orElseThrow();
		assertThat(kept.getRemovedAt()).contains(AdjustableClock.START.plus(Duration.ofDays(3)));
		clock.advance(LONG);
		sweeper.sweep();
		assertThat(read(kept)).isEqualTo(CERTIFICATE);
	}

	@Test
	void theSameFileAgainChangesNothing() {
		Evidence first = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Attached again = (Attached) attach(EvidenceKind.CERTIFICATE, CERTIFICATE, true);
		assertThat(again.evidence().getId()).isEqualTo(first.getId());
		assertThat(again.replaced()).isEmpty();
		assertThat(archive.history(record)).hasSize(1);
	}

	@Test
	void aRefusedUploadLeavesThePreviousFileAsItWas() throws IOException {
		Evidence first = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		assertThat(attach(EvidenceKind.CERTIFICATE, new byte[0], false))
				.isEqualTo(Refused.because(RefusalReason.EMPTY));
		assertThat(archive.current(record)).extracting(Evidence::getId).containsExactly(first.getId());
		assertThat(read(first)).isEqualTo(CERTIFICATE);
		assertThat(contents()).hasSize(1);
		assertThat(filesUnder("arriving")).isEmpty();
	}

	@Test
	void aSixthOtherFileIsRefusedUntilAPlaceIsFree() {
		List<Evidence> others = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			others.add(attached(EvidenceKind.OTHER, SamplePdfs.pages(i + 1)));
		}
		assertThat(attach(EvidenceKind.OTHER, SamplePdfs.pages(6), false))
				.isEqualTo(Refused.because(RefusalReason.TOO_MANY_FILES, 5));
		assertThat(archive.remove(record, others.get(2).getId(), true)).isPresent();
		assertThat(attach(EvidenceKind.OTHER, SamplePdfs.pages(6), false)).isInstanceOf(Attached.class);
		assertThat(archive.current(record)).hasSize(5);
	}

	@Test
	void evidenceIsRemovedOnceAndOnlyFromItsRecord() {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		assertThat(archive.remove(record + 1, evidence.getId(), true)).isEmpty();
		assertThat(archive.remove(record, evidence.getId(), true)).isPresent();
		assertThat(archive.remove(record, evidence.getId(), true)).isEmpty();
	}

	@Test
	void aDeletedDraftLeavesNothingBehind() throws IOException {
		attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		attached(EvidenceKind.PHOTO, SamplePhotos.png());
		archive.removeAll(record);
		assertThat(archive.history(record)).isEmpty();
		clock.advance(LONG);
		assertThat(sweeper.sweep().files()).isEqualTo(2);
		assertThat(contents()).isEmpty();
	}

	@Test
	void twoUploadsToOnePlaceAtTheSameMomentLeaveOne() throws Exception {
		Receipt one = receive(CERTIFICATE);
		Receipt other = receive(OTHER_CERTIFICATE);
		CyclicBarrier start = new CyclicBarrier(2);
		ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			List<Callable<Attachment>> uploads = List.of(
					() -> attachAfter(start, (Received) one), () -> attachAfter(start, (Received) other));
			for (Future<Attachment> result : threads.invokeAll(uploads)) {
				assertThat(result.get()).isInstanceOf(Attached.class);
			}
		}
		finally {
			threads.shutdown();
		}
		assertThat(archive.current(record)).hasSize(1);
	}

	@Test
	void aTransactionThatRollsBackLeavesNoRowAndItsFileIsSwept() throws IOException {
		Receipt receipt = receive(CERTIFICATE);
		transaction.executeWithoutResult(status -> {
			assertThat(archive.attach(record, (Received) receipt, false)).isInstanceOf(Attached.class);
			status.setRollbackOnly();
		});
		assertThat(archive.history(record)).isEmpty();
		assertThat(contents()).hasSize(1);
		sweeper.sweep();
		assertThat(contents()).as("too fresh to be swept").hasSize(1);
		clock.advance(LONG);
		assertThat(sweeper.sweep().files()).isEqualTo(1);
		assertThat(contents()).isEmpty();
	}

	@Test
	void aFileThatCanNotBeWrittenLeavesNoRow() {
		files.diskIsFull();
		assertThatThrownBy(() -> attach(record, EvidenceKind.CERTIFICATE,
				new ByteArrayInputStream(CERTIFICATE), false)).isInstanceOf(IOException.class);
		assertThat(archive.history(record)).isEmpty();
		assertThat(filesUnder("arriving")).isEmpty();
	}

	@Test
	void contentReceivedLongAgoCanNotBeAttachedAnyMore() throws IOException {
		Receipt receipt = receive(CERTIFICATE);
		clock.advance(Duration.ofHours(13));
		assertThatThrownBy(() -> archive.attach(record, (Received) receipt, false))
				.isInstanceOf(IllegalStateException.class);
	}

	@Test
	void noMoreThanTheLimitAndABufferIsReadOfAnUploadThatIsTooLarge() throws IOException {
		CountingStream endless = new CountingStream(Long.MAX_VALUE);
		assertThat(attach(record, EvidenceKind.CERTIFICATE, endless, false))
				.isEqualTo(Refused.because(RefusalReason.TOO_LARGE, "2MB"));
		assertThat(endless.read).isLessThanOrEqualTo(2 * 1024 * 1024 + 8192);
		assertThat(filesUnder("arriving")).isEmpty();
	}

	@Test
	void twoMegabytesAreTakenAndOneByteMoreIsNot() {
		byte[] exactly = padded(2 * 1024 * 1024);
		byte[] over = padded(2 * 1024 * 1024 + 1);
		assertThat(attach(EvidenceKind.CERTIFICATE, exactly, false)).isInstanceOf(Attached.class);
		assertThat(attach(EvidenceKind.CERTIFICATE, over, false))
				.isEqualTo(Refused.because(RefusalReason.TOO_LARGE, "2MB"));
	}

	@Test
	void theTypeIsDecidedByContentForEachKind() {
		byte[] program = "MZ\u0090 This program cannot be run %PDF-1.7".getBytes(StandardCharsets.ISO_8859_1);
		byte[] page = "<html><script>alert(1)</script>%PDF-1.4".getBytes(StandardCharsets.US_ASCII);
		assertThat(attach(EvidenceKind.CERTIFICATE, program, false)).isEqualTo(Refused.because(RefusalReason.NOT_A_PDF));
		assertThat(attach(EvidenceKind.CERTIFICATE, page, false)).isEqualTo(Refused.because(RefusalReason.NOT_A_PDF));
		assertThat(attach(EvidenceKind.CERTIFICATE, SamplePhotos.jpeg(), false))
				.isEqualTo(Refused.because(RefusalReason.NOT_A_PDF));
		assertThat(attach(EvidenceKind.PHOTO, CERTIFICATE, false)).isEqualTo(Refused.because(RefusalReason.NOT_A_PHOTO));
		assertThat(attach(EvidenceKind.PHOTO, program, false)).isEqualTo(Refused.because(RefusalReason.NOT_A_PHOTO));
	}

	@Test
	void anUploadOfTheSameContentBeforeASweepTakesItAwaySurvives() throws IOException {
		leftover(CERTIFICATE);
		Evidence[] evidence = new Evidence[1];
		files.beforeSetAside(() -> evidence[0] = attached(EvidenceKind.CERTIFICATE, CERTIFICATE));
		assertThat(sweeper.sweep().files()).isZero();
		assertThat(read(evidence[0])).isEqualTo(CERTIFICATE);
		assertThat(filesUnder("aside")).isEmpty();
	}

	@Test
	void anUploadOfTheSameContentWhoseRowIsNotYetCommittedSurvives() throws IOException {
		leftover(CERTIFICATE);
		Receipt[] receipt = new Receipt[1];
		files.beforeSetAside(() -> receipt[0] = receive(CERTIFICATE));
		assertThat(sweeper.sweep().files()).isZero();
		Evidence evidence = ((Attached) archive.attach(record, (Received) receipt[0], false)).evidence();
		assertThat(read(evidence)).isEqualTo(CERTIFICATE);
	}

	@Test
	void anUploadOfTheSameContentAfterASweepHasTakenItAwaySurvives() throws IOException {
		leftover(CERTIFICATE);
		Evidence[] evidence = new Evidence[1];
		files.afterSetAside(() -> evidence[0] = attached(EvidenceKind.CERTIFICATE, CERTIFICATE));
		sweeper.sweep();
		assertThat(read(evidence[0])).isEqualTo(CERTIFICATE);
		assertThat(filesUnder("aside")).isEmpty();
	}

	@Test
	void whatASweepHoldsCanStillBeRead() throws IOException {
		leftover(CERTIFICATE);
		Evidence[] evidence = new Evidence[1];
		byte[][] seen = new byte[1][];
		files.beforeSetAside(() -> evidence[0] = attached(EvidenceKind.CERTIFICATE, CERTIFICATE));
		files.afterSetAside(() -> {
			assertThat(contents()).isEmpty();
			seen[0] = read(evidence[0]);
		});
		sweeper.sweep();
		assertThat(seen[0]).isEqualTo(CERTIFICATE);
		assertThat(contents()).hasSize(1);
	}

	@Test
	void anotherServersSweepInTheMiddleOfOursDoesNoHarm() throws IOException {
		leftover(CERTIFICATE);
		Evidence[] evidence = new Evidence[1];
		files.beforeSetAside(() -> evidence[0] = attached(EvidenceKind.CERTIFICATE, CERTIFICATE));
		files.afterSetAside(() -> sweeper.sweep());
		sweeper.sweep();
		assertThat(read(evidence[0])).isEqualTo(CERTIFICATE);
		assertThat(filesUnder("aside")).isEmpty();
	}

	@Test
	void aSweepThatCrashedIsFinishedByTheNext() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		String leftover = leftover(OTHER_CERTIFICATE);
		files.setAside(files.nameOf(evidence.getSha256()));
		files.setAside(files.nameOf(leftover));
		assertThat(read(evidence)).as("readable even before").isEqualTo(CERTIFICATE);
		assertThat(sweeper.sweep().files()).isEqualTo(1);
		assertThat(contents()).extracting(path -> path.getFileName().toString()).containsExactly(files.nameOf(evidence.getSha256()));
		assertThat(filesUnder("aside")).isEmpty();
	}

	@Test
	void contentThatTwoRecordsShareStaysUntilBothAreGone() throws IOException {
		Evidence mine = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		long other = record + 100_000;
		attach(other, EvidenceKind.CERTIFICATE, new ByteArrayInputStream(CERTIFICATE), false);
		archive.removeAll(other);
		clock.advance(LONG);
		assertThat(sweeper.sweep().files()).isZero();
		assertThat(read(mine)).isEqualTo(CERTIFICATE);
	}

	@Test
	void uploadsThatNeverEndedAndPagesOfGoneContentAreSwept() throws IOException {
		Path unfinished = files.write(new byte[] { 1 }).path();
		Files.setLastModifiedTime(unfinished, FileTime.from(clock.instant()));
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		pageImages.page(evidence, 1);
		archive.removeAll(record);
		clock.advance(LONG);
		EvidenceSweeper.Swept swept = sweeper.sweep();
		assertThat(swept).isEqualTo(new EvidenceSweeper.Swept(1, 1, 1));
		assertThat(filesUnder("page-images")).isEmpty();
	}

	@Test
	void nothingOfAnUploadLiesInClearAnywhereInTheDirectory() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Evidence photo = attached(EvidenceKind.PHOTO, SamplePhotos.jpeg());
		pageImages.page(evidence, 1);
		for (Path file : filesUnder("")) {
			String stored = Files.readString(file, StandardCharsets.ISO_8859_1);
			assertThat(stored).startsWith("ZCE1").doesNotContain("%PDF", "JFIF", "endstream");
			assertThat(file.toString()).doesNotContain(evidence.getSha256(), photo.getSha256());
		}
		assertThat(filesUnder("page-images")).hasSize(1);
	}

	@Test
	void aStoredFileThatWasChangedIsRefused() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Path file = contents().get(0);
		byte[] stored = Files.readAllBytes(file);
		stored[stored.length / 2] ^= 1;
		Files.write(file, stored);
		assertThatThrownBy(() -> read(evidence)).isInstanceOf(IOException.class);
		assertThatThrownBy(() -> pageImages.page(evidence, 1)).isInstanceOf(PageUnavailableException.class);
	}

	@Test
	void aStoredFileThatWasCutOffIsRefused() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Path file = contents().get(0);
		byte[] stored = Files.readAllBytes(file);
		for (int length : new int[] { 0, 10, 4096, stored.length / 2, stored.length - 1 }) {
			Files.write(file, Arrays.copyOf(stored, length));
			assertThatThrownBy(() -> read(evidence)).satisfiesAnyOf(
					failure -> assertThat(failure).isInstanceOf(IOException.class),
					failure -> assertThat(failure).isInstanceOf(UnreadablePersonalDataException.class));
		}
	}

	@Test
	void twoStoredFilesThatWereExchangedAreRefused() throws IOException {
		Evidence mine = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Path file = contents().get(0);
		attached(EvidenceKind.REVIEW_FORM, OTHER_CERTIFICATE);
		Path other = contents().stream().filter(path -> !path.equals(file)).findFirst().orElseThrow();
		Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
		assertThatThrownBy(() -> read(mine)).isInstanceOf(IOException.class).hasMessageContaining("another file");
	}

	@Test
	void aPageImageThatWasChangedOrExchangedIsDrawnAnew() throws IOException {
		Evidence evidence = attached(EvidenceKind.QUALIFICATION_DOCUMENT, SamplePdfs.qualificationDocument("演示甲"));
		byte[] first = pageImages.page(evidence, 1);
		byte[] second = pageImages.page(evidence, 2);
		Path one = files.pageImagePath(evidence.getSha256(), 1);
		Files.copy(files.pageImagePath(evidence.getSha256(), 2), one, StandardCopyOption.REPLACE_EXISTING);
		assertThat(pageImages.page(evidence, 1)).isEqualTo(first).isNotEqualTo(second);
		Files.write(one, new byte[] { 1, 2, 3 });
		assertThat(pageImages.page(evidence, 1)).isEqualTo(first);
	}

	@Test
	void whatAnEarlierVersionHasStoredInClearIsEncryptedAndFound() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Evidence aside = attached(EvidenceKind.REVIEW_FORM, OTHER_CERTIFICATE);
		contents().forEach(EvidenceTestBase::delete);
		rows.findAll().forEach(row -> transaction.executeWithoutResult(status -> jdbc.update(
				"update evidence set stored_name = null where id = ?", row.getId())));
		Path root = settings.directory();
		String hash = evidence.getSha256();
		write(root.resolve("files").resolve(hash.substring(0, 2)).resolve(hash), CERTIFICATE);
		write(root.resolve("sweeping").resolve(aside.getSha256() + "." + UUID.randomUUID()), OTHER_CERTIFICATE);
		write(root.resolve("incoming").resolve(UUID.randomUUID().toString()), CERTIFICATE);
		write(root.resolve("pages").resolve("ab").resolve(hash).resolve("1.jpg"), SamplePhotos.jpeg());

		conversion.start();

		assertThat(read(evidence)).isEqualTo(CERTIFICATE);
		assertThat(read(aside)).isEqualTo(OTHER_CERTIFICATE);
		assertThat(List.of("files", "sweeping", "incoming", "pages")).allSatisfy(name -> assertThat(root.resolve(name)).doesNotExist());
		assertThat(conversion.convert()).isZero();
		clock.advance(LONG);
		assertThat(sweeper.sweep().files()).as("their rows name them").isZero();
	}

	@Test
	void aConversionThatWasInterruptedGoesOnWhereItStopped() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		String hash = evidence.getSha256();
		// The encrypted file is in place already, the one in clear not yet deleted.
		write(settings.directory().resolve("files").resolve(hash.substring(0, 2)).resolve(hash), CERTIFICATE);
		assertThat(conversion.convert()).isEqualTo(1);
		assertThat(read(evidence)).isEqualTo(CERTIFICATE);
		assertThat(settings.directory().resolve("files")).doesNotExist();
		assertThat(contents()).hasSize(1);
	}

	@Test
	void contentUnderTheCurrentKeyIsNotEncryptedAnew() throws IOException {
		Evidence evidence = attached(EvidenceKind.CERTIFICATE, CERTIFICATE);
		Path file = contents().get(0);
		byte[] underCurrent = Files.readAllBytes(file);
		assertThat(renewal.countByKey()).hasSize(1).containsValue(1L);
		assertThat(renewal.reencrypt(done -> { })).as("nothing to do").isZero();
		assertThat(Files.readAllBytes(file)).isEqualTo(underCurrent);
		assertThat(read(evidence)).isEqualTo(CERTIFICATE);
	}

	private static void write(Path file, byte[] content) throws IOException {
		Files.createDirectories(file.getParent());
		Files.write(file, content);
	}

	@Test
	void sweepingIsScheduledAsSet() {
		ScheduledTaskRegistrar registrar = new ScheduledTaskRegistrar();
		sweeper.configureTasks(registrar);
		assertThat(registrar.getFixedDelayTaskList()).singleElement()
				.satisfies(task -> assertThat(task.getIntervalDuration()).isEqualTo(Duration.ofHours(1)));
	}

	/** Content no row names, older than what is swept. */
	private String leftover(byte[] content) throws IOException {
		String hash = ((Received) receive(content)).sha256();
		clock.advance(LONG);
		return hash;
	}

	private Receipt receive(byte[] content) throws IOException {
		return archive.receive(EvidenceKind.CERTIFICATE, new ByteArrayInputStream(content));
	}

	private Attachment attachAfter(CyclicBarrier start, Received content) throws Exception {
		start.await();
		return archive.attach(record, content, true);
	}

	/** A certificate brought to a size by a comment before its end. */
	private static byte[] padded(int size) {
		byte[] pdf = SamplePdfs.pages(1);
		byte[] padded = new byte[size];
		Arrays.fill(padded, (byte) ' ');
		System.arraycopy(pdf, 0, padded, 0, pdf.length);
		padded[pdf.length] = '%';
		byte[] end = "\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);
		System.arraycopy(end, 0, padded, size - end.length, end.length);
		return padded;
	}

	/** A PDF without end. */
	private static final class CountingStream extends InputStream {

		private final long length;

		private long read;

		CountingStream(long length) {
			this.length = length;
		}

		@Override
		public int read() {
			read++;
			return read > length ? -1 : '%';
		}
	}
}
