package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.support.StandardMultipartHttpServletRequest;

/** Requests as a browser writes them. */
class SealedMultipartRequestTest {

	private static final String SECRET = "%PDF 甘州区示范小学 ";

	@TempDir
	Path directory;

	private final PersonalDataStreams streams = TestPersonalData.streams(TestPersonalData.key("memory", 7));

	private final MultipartProperties limits = new MultipartProperties();

	@Test
	void aLargeFileIsSpooledEncryptedAndDeletedWithItsRequest() throws Exception {
		byte[] content = SECRET.repeat(20_000).getBytes(StandardCharsets.UTF_8);
		Set<Path> during;
		try (SealedMultipartRequest request = request(content)) {
			var file = new StandardMultipartHttpServletRequest(request).getFile("file");
			assertThat(file.getOriginalFilename()).isEqualTo("证书.pdf");
			assertThat(file.getSize()).isEqualTo(content.length);
			assertThat(file.getInputStream().readAllBytes()).isEqualTo(content);
			during = spooled();
			assertThat(during).isNotEmpty();
			for (Path path : during) {
				assertThat(Files.readString(path, StandardCharsets.ISO_8859_1)).startsWith("ZCE1").doesNotContain("%PDF");
			}
		}
		assertThat(during).allSatisfy(path -> assertThat(path).doesNotExist());
	}

	@Test
	void fieldsAreParametersBesideThoseOfTheAddress() throws Exception {
		try (SealedMultipartRequest request = request(new byte[10])) {
			assertThat(request.getParameter("name")).isEqualTo("演示甲");
			assertThat(request.getParameter("page")).isEqualTo("2");
			assertThat(request.getParameter("file")).isNull();
			assertThat(request.getParts()).hasSize(2);
		}
	}

	@Test
	void aRequestBeyondItsLimitsIsRecognisedAsSuch() throws Exception {
		limits.setMaxRequestSize(DataSize.ofKilobytes(20));
		try (SealedMultipartRequest request = request(new byte[30_000])) {
			assertThat(request.getParameter("page")).isEqualTo("2");
			assertThat(request.getParameter("name")).isNull();
			assertThatThrownBy(() -> new StandardMultipartHttpServletRequest(request))
					.isInstanceOf(MaxUploadSizeExceededException.class);
		}
	}

	@Test
	void aRequestThatBreaksOffLeavesNothing() throws Exception {
		MockHttpServletRequest broken = plain(new byte[50_000]);
		broken.setContent(Arrays.copyOf(broken.getContentAsByteArray(), 40_000));
		try (SealedMultipartRequest request = new SealedMultipartRequest(broken, limits, streams)) {
			assertThatThrownBy(request::getParts).isInstanceOf(IOException.class);
		}
		assertThat(spooled()).isEmpty();
	}

	@BeforeEach
	void spoolHere() {
		limits.setLocation(directory.toString());
	}

	private SealedMultipartRequest request(byte[] file) throws IOException {
		return new SealedMultipartRequest(plain(file), limits, streams);
	}

	private static MockHttpServletRequest plain(byte[] file) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(("--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n演示甲\r\n--b\r\nContent-Disposition: form-data; "
				+ "name=\"file\"; filename=\"证书.pdf\"\r\nContent-Type: application/pdf\r\n\r\n").getBytes(StandardCharsets.UTF_8));
		body.write(file);
		body.write("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/portal");
		request.setCharacterEncoding("UTF-8");
		request.setContentType("multipart/form-data; boundary=b");
		request.setContent(body.toByteArray());
		request.addParameter("page", "2");
		return request;
	}

	private Set<Path> spooled() throws IOException {
		try (var files = Files.list(directory)) {
			return files.collect(Collectors.toSet());
		}
	}
}
