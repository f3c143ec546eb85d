package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

	@TempDir
	Path directory;

	@Test
	void theSampleDocumentsAreEvidenceWithTheirPages() throws Exception {
		assertThat(pages(SamplePdfs.certificate("演示甲"))).isEqualTo(1);
		assertThat(pages(SamplePdfs.qualificationDocument("演示甲"))).isEqualTo(3);
		assertThat(pages(SamplePdfs.reviewForm("演示甲"))).isEqualTo(2);
		assertThat(pages(SamplePdfs.other("更名证明"))).isEqualTo(1);
	}

	@Test
	void theSampleDocumentsFitIntoAnUpload() {
		assertThat(SamplePdfs.qualificationDocument("演示甲")).hasSizeLessThan(1 << 20);
		assertThat(SamplePhotos.png()).hasSizeLessThan(1 << 20);
	}

	private int pages(byte[] pdf) throws IOException, Unacceptable {
		Path file = Files.write(directory.resolve("sample.pdf"), pdf);
		return new PdfInspection(50, 40_000_000).pagesOf(file);
	}
}
