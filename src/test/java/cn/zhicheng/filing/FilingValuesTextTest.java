package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.core.io.support.EncodedResource;

class FilingValuesTextTest {

	private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

	FilingValuesTextTest() {
		messages.setBasename("messages/filing-values");
		messages.setDefaultEncoding("UTF-8");
	}

	static Stream<String> keys() {
		return Stream.of(
				Arrays.stream(DocumentType.values()).map(DocumentType::messageKey),
				Arrays.stream(Sex.values()).map(Sex::messageKey),
				Arrays.stream(TitleLevel.values()).map(TitleLevel::messageKey),
				Arrays.stream(Acquisition.values()).map(Acquisition::messageKey),
				Arrays.stream(Jurisdiction.values()).map(Jurisdiction::messageKey),
				Arrays.stream(IdentityNumber.Problem.values()).map(IdentityNumber.Problem::messageKey),
				Arrays.stream(DocumentType.values()).filter(type -> type != DocumentType.RESIDENT_ID_CARD)
						.map(type -> "documentNumber." + type.name()),
				Stream.of("documentNumber.EMPTY", "documentNumber.IS_HMT_RESIDENCE_PERMIT", "personName.EMPTY",
						"personName.TOO_SHORT", "personName.TOO_LONG", "personName.CHARACTERS"))
				.flatMap(keys -> keys);
	}

	@ParameterizedTest
	@MethodSource("keys")
	void everyNameAndProblemHasAChineseText(String key) {
		assertThat(messages.getMessage(key, null, Locale.CHINA)).containsPattern("\\p{IsHan}");
	}

	@Test
	void noTextIsLeftOver() throws Exception {
		Set<Object> inFile = new TreeSet<>(PropertiesLoaderUtils.loadProperties(
				new EncodedResource(new ClassPathResource("messages/filing-values.properties"), "UTF-8")).keySet());

		assertThat(inFile).containsExactlyInAnyOrderElementsOf(keys().toList());
	}

	@Test
	void theNamesInDecisionTablesAreFixed() {
		assertThat(Acquisition.values()).extracting(Acquisition::externalName)
				.containsExactly("review", "recognition", "examination");
		assertThat(Jurisdiction.values()).extracting(Jurisdiction::externalName)
				.containsExactly("province", "otherProvince", "central");
	}
}
