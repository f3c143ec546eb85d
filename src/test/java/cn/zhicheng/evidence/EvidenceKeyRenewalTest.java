package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import cn.zhicheng.security.TestPersonalData;
import cn.zhicheng.security.UnreadablePersonalDataException;

class EvidenceKeyRenewalTest {

	private static final String OLD = TestPersonalData.key("k2021", 1);

	private static final String NEW = TestPersonalData.key("k2022", 2);

	private final AdjustableClock clock = new AdjustableClock();

	@TempDir
	Path directory;

	@Test
	void everyFileGoesUnderTheNewKeyAndStaysTheSame() throws Exception {
		List<String> hashes = stored(files(OLD), 3);
		EvidenceFiles files = files(NEW, OLD);
		EvidenceKeyRenewal renewal = new EvidenceKeyRenewal(files);
		assertThat(renewal.countByKey()).isEqualTo(Map.of("k2021", 3L));
		List<Long> progress = new ArrayList<>();
		assertThat(renewal.reencrypt(progress::add)).isEqualTo(3);
		assertThat(progress).containsExactly(1L, 2L, 3L);
		assertThat(renewal.countByKey()).isEqualTo(Map.of("k2022", 3L));
		for (int i = 0; i < hashes.size(); i++) {
			assertThat(files.read(hashes.get(i))).isEqualTo(content(i));
		}
		assertThat(renewal.reencrypt(done -> { })).as("a second run").isZero();
		try (var arriving = Files.list(directory.resolve("arriving"))) {
			assertThat(arriving).isEmpty();
		}
	}

	@Test
	void aRunThatWasStoppedGoesOnWhereItStopped() throws Exception {
		stored(files(OLD), 4);
		EvidenceKeyRenewal renewal = new EvidenceKeyRenewal(files(NEW, OLD));
		assertThatThrownBy(() -> renewal.reencrypt(done -> {
			if (done == 2) {
				throw new IllegalStateException("stopped");
			}
		})).hasMessage("stopped");
		assertThat(renewal.countByKey()).isEqualTo(Map.of("k2021", 2L, "k2022", 2L));
		assertThat(renewal.reencrypt(done -> { })).isEqualTo(2);
	}

	@Test
	void aDamagedFileStaysAsItIsAndKeepsNoOtherUnderItsKey() throws Exception {
		EvidenceFiles before = files(OLD);
		List<String> hashes = stored(before, 3);
		String name = before.nameOf(hashes.get(1));
		Path damaged = directory.resolve("content").resolve(name.substring(0, 2)).resolve(name);
		byte[] bytes = Files.readAllBytes(damaged);
		bytes[bytes.length - 1] ^= 1;
		Files.write(damaged, bytes);
		assertThat(new EvidenceKeyRenewal(files(NEW, OLD)).reencrypt(done -> { })).isEqualTo(2);
		assertThat(Files.readAllBytes(damaged)).isEqualTo(bytes);
	}

	/** Otherwise a sweep could take it for old while the upload of the same content is not yet committed. */
	@Test
	void whatIsEncryptedAnewCountsAsUploadedNow() throws Exception {
		stored(files(OLD), 1);
		clock.advance(Duration.ofDays(2));
		EvidenceFiles files = files(NEW, OLD);
		new EvidenceKeyRenewal(files).reencrypt(done -> { });
		assertThat(files.storedBefore(files.shards().get(0), clock.instant())).isEmpty();
	}

	@Test
	void pageImagesUnderAnOlderKeyAreDeleted() throws Exception {
		EvidenceFiles before = files(OLD);
		String hash = stored(before, 1).get(0);
		before.storePageImage(hash, 1, new byte[] { 1 });
		EvidenceFiles files = files(NEW, OLD);
		files.storePageImage(hash, 2, new byte[] { 2 });
		new EvidenceKeyRenewal(files).reencrypt(done -> { });
		assertThat(files.pageImagePath(hash, 1)).doesNotExist();
		assertThat(files.pageImage(hash, 2)).containsExactly(2);
	}

	@Test
	void withoutItsKeyNothingCanBeRead() throws Exception {
		String hash = stored(files(OLD), 1).get(0);
		EvidenceFiles others = new EvidenceFiles(settings(), TestPersonalData.streams(NEW), TestPersonalData.hash(OLD), clock);
		assertThatThrownBy(() -> others.read(hash)).isInstanceOf(UnreadablePersonalDataException.class);
	}

	private EvidenceFiles files(String... keys) {
		return new EvidenceFiles(settings(), TestPersonalData.streams(keys), TestPersonalData.hash(keys), clock);
	}

	private EvidenceSettings settings() {
		return new Binder(new MapConfigurationPropertySource(Map.of("zhicheng.evidence.directory", directory.toString())))
				.bind("zhicheng.evidence", EvidenceSettings.class).get();
	}

	private static List<String> stored(EvidenceFiles files, int count) throws Exception {
		List<String> hashes = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			try (IncomingFile file = files.receive(new ByteArrayInputStream(content(i)))) {
				files.store(file);
				hashes.add(file.sha256());
			}
		}
		return hashes;
	}

	private static byte[] content(int number) throws IOException {
		return ("content " + number + " ").repeat(2000).getBytes(StandardCharsets.US_ASCII);
	}
}
