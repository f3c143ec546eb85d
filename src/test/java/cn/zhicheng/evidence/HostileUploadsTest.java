package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Uploads made to harm are refused or harmless. The limits of time and memory are those of the running application, which ends
 * the process that works on a file beyond them: a file that hangs or swells is refused, or its page is not shown.
 */
@Tag("application")
class HostileUploadsTest {

	private static final byte[] GOOD = RawPdf.page("", "60 60 400 600 re f").bytes();

	private static final List<HostileFiles.Sample> SAMPLES = HostileFiles.all();

	private static UploadTrial trial;

	@BeforeAll
	static void start(@TempDir Path directory) {
		trial = new UploadTrial(directory);
	}

	@AfterAll
	static void end() throws IOException {
		trial.close();
		trial.report("hostile-uploads.md");
	}

	static List<HostileFiles.Sample> samples() {
		return SAMPLES;
	}

	@Test
	void thereAreAtLeastSixtyOfThemAllDifferentAndNoneIsRefusedForItsSizeAlone() {
		assertThat(SAMPLES).hasSizeGreaterThanOrEqualTo(60).extracting(HostileFiles.Sample::name).doesNotHaveDuplicates();
		assertThat(SAMPLES).allSatisfy(sample -> assertThat(sample.content()).hasSizeLessThanOrEqualTo(2 << 20));
	}

	@ParameterizedTest
	@MethodSource("samples")
	void aHostileFileIsRefusedOrHarmless(HostileFiles.Sample sample) throws IOException {
		UploadTrial.Outcome outcome = trial.upload(sample.name(), sample.kind(), sample.content());
		if (sample.refused() != null) {
			assertThat(outcome.refused()).contains(sample.refused());
		}
		outcome.firstPage().ifPresent(page -> assertThat((long) page.getWidth() * page.getHeight()).isLessThan(8_200_000));
		// Whatever it was, the next upload is served.
		assertThat(trial.upload("after the others", EvidenceKind.CERTIFICATE, GOOD).firstPage()).isPresent();
	}
}
