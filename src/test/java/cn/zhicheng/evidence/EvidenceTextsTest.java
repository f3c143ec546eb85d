package cn.zhicheng.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.support.ResourceBundleMessageSource;

class EvidenceTextsTest {

	private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();

	EvidenceTextsTest() {
		texts.setBasename("messages/evidence");
		texts.setDefaultEncoding("UTF-8");
		texts.setFallbackToSystemLocale(false);
	}

	@ParameterizedTest
	@EnumSource
	void everyRefusalIsASentenceInChinese(RefusalReason reason) {
		String text = texts.getMessage(Refused.because(reason, "2MB"), Locale.SIMPLIFIED_CHINESE);
		assertThat(text).matches(".*\\p{IsHan}.*").doesNotContain("{");
	}

	@ParameterizedTest
	@EnumSource
	void everyKindHasAnameAndAhint(EvidenceKind kind) {
		Object[] arguments = { "2MB", kind.most() };
		assertThat(texts.getMessage(kind.messageKey(), null, Locale.SIMPLIFIED_CHINESE)).matches(".*\\p{IsHan}.*");
		assertThat(texts.getMessage(kind.hintKey(), arguments, Locale.SIMPLIFIED_CHINESE)).contains("2MB");
	}

	@Test
	void tooLargeSaysHowToScan() {
		assertThat(texts.getMessage(Refused.because(RefusalReason.TOO_LARGE, "2MB"), Locale.SIMPLIFIED_CHINESE))
				.contains("2MB", "150–200 dpi");
	}

	@Test
	void numbersAreWrittenWithoutSeparators() {
		assertThat(texts.getMessage(Refused.because(RefusalReason.IMAGE_TOO_LARGE, 4000L), Locale.SIMPLIFIED_CHINESE))
				.contains("4000 万像素");
	}

	@Test
	void withoutSettingsTheNoticesLimitsHold() {
		EvidenceSettings settings = bind(Map.of());
		assertThat(settings.maxSize().toBytes()).isEqualTo(2 * 1024 * 1024);
		assertThat(settings.maxSizeText()).isEqualTo("2MB");
		assertThat(settings.maxPages()).isEqualTo(50);
		assertThat(settings.directory()).isEqualTo(Path.of("data", "evidence"));
		assertThat(settings.sweepAfter()).isEqualTo(Duration.ofHours(24));
	}

	@Test
	void aWrongSettingStopsTheStartWithAClearSentence() {
		assertThatThrownBy(() -> bind(Map.of("zhicheng.evidence.max-pages", "0")))
				.hasRootCauseMessage("zhicheng.evidence.max-pages must be between 1 and 1000, but is 0");
	}

	private static EvidenceSettings bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties))
				.bindOrCreate("zhicheng.evidence", EvidenceSettings.class);
	}
}
