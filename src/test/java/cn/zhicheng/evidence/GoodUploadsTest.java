package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
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

/** What real scanners, programs and cameras make is taken and shown, within the limits of the running application. */
@Tag("application")
class GoodUploadsTest {

	private static final List<GoodFiles.Sample> SAMPLES = GoodFiles.all();

	private static UploadTrial trial;

	@BeforeAll
	static void start(@TempDir Path directory) {
		trial = new UploadTrial(directory);
	}

	@AfterAll
	static void end() throws IOException {
		trial.close();
		trial.report("good-uploads.md");
	}

	static List<GoodFiles.Sample> samples() {
		return SAMPLES;
	}

	@Test
	void thereAreAtLeastSixtyOfThemAllDifferent() {
		assertThat(SAMPLES).hasSizeGreaterThanOrEqualTo(60).extracting(GoodFiles.Sample::name).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@MethodSource("samples")
	void aGoodFileIsTakenAndItsFirstPageIsNotBlank(GoodFiles.Sample sample) throws IOException {
		UploadTrial.Outcome outcome = trial.upload(sample.name(), sample.kind(), sample.content());
		assertThat(outcome.refused()).isEmpty();
		BufferedImage page = outcome.firstPage().orElseThrow();
		int dark = 0;
		int light = 0;
		for (int y = 0; y < page.getHeight(); y += 2) {
			for (int x = 0; x < page.getWidth(); x += 2) {
				int green = page.getRGB(x, y) >> 8 & 0xFF;
				dark += green < 128 ? 1 : 0;
				light += green > 160 ? 1 : 0;
			}
		}
		int all = (page.getWidth() + 1) / 2 * ((page.getHeight() + 1) / 2);
		// Something is on it, and it is not just black.
		assertThat(dark).as("dark of " + all).isGreaterThan(all / 500);
		assertThat(light).as("light of " + all).isGreaterThan(all / 50);
	}
}
