package cn.zhicheng.filing;

import cn.zhicheng.reference.ReferenceSettings;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.reference.MalformedReferenceTableException;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class FilingSettingsTest {

	private final ApplicationContextRunner start = new ApplicationContextRunner().withUserConfiguration(Tables.class);

	@Test
	void theTablesInTheApplicationAreUsedUnlessSetOtherwise() {
		start.run(context -> {
			assertThat(context.getBean(TitleCatalogue.class).series()).hasSize(27);
			assertThat(context.getBean(Regions.class).current()).hasSize(101);
		});
	}

	@Test
	void anAdministratorsOwnTableTakesTheirPlace(@TempDir Path folder) throws Exception {
		Path own = Files.writeString(folder.resolve("titles.csv"), "series,level,title,certainty\n甲系列,SENIOR,甲师,sure\n");

		start.withPropertyValues("zhicheng.filing.titles=" + own.toUri())
				.run(context -> assertThat(context.getBean(TitleCatalogue.class).series()).containsExactly("甲系列"));
	}

	@Test
	void aMalformedTableStopsTheStart(@TempDir Path folder) throws Exception {
		Path own = Files.writeString(folder.resolve("titles.csv"), "series,level,title,certainty\n甲系列,TOP,甲师,sure\n");

		start.withPropertyValues("zhicheng.filing.titles=" + own.toUri())
				.run(context -> assertThat(context).getFailure().rootCause()
						.isInstanceOf(MalformedReferenceTableException.class).hasMessageContaining("titles.csv")
						.hasMessageContaining("line 2"));
	}

	@Configuration
	@EnableConfigurationProperties({FilingSettings.class, ReferenceSettings.class})
	@Import({TitleCatalogue.class, Regions.class})
	static class Tables {
	}
}
