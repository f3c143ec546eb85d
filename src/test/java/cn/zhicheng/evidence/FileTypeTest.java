package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeTest {

	@ParameterizedTest
	@ValueSource(strings = { "PK\u0003\u0004", "GIF89a", "MZ", "\u007fELF", "<!DOCTYPE html>", "  <svg>", "\u00EF\u00BB\u00BF<html>",
			"#!/bin/sh", "Rar!" })
	void whatStartsAsSomethingElseIsNoPdf(String start) {
		assertThat(type(start + "\n%PDF-1.7")).isEqualTo(FileType.OTHER);
	}

	@Test
	void aPictureWithAPdfBehindItIsAPicture() {
		assertThat(type("\u00FF\u00D8\u00FF\u00E0%PDF-1.7")).isEqualTo(FileType.JPEG);
		assertThat(type("\u0089PNG\r\n\u001A\n%PDF-1.7")).isEqualTo(FileType.PNG);
	}

	@Test
	void aPdfsHeaderMayFollowALittleRubbish() {
		assertThat(type("\r\n\r\n%PDF-1.3")).isEqualTo(FileType.PDF);
		assertThat(type("%PDF-2.0")).isEqualTo(FileType.PDF);
	}

	@Test
	void nothingAndTextAreNothing() {
		assertThat(type("")).isEqualTo(FileType.OTHER);
		assertThat(type("资格文件.pdf")).isEqualTo(FileType.OTHER);
	}

	private static FileType type(String latin1) {
		return FileType.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
	}
}
