package cn.zhicheng.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhicheng.reference.Regions.Kind;
import cn.zhicheng.reference.Regions.Region;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class RegionsTest {

	private final Regions regions = new Regions(new ClassPathResource("reference/regions.csv"));

	/** The prefectures, with the number of their counties. */
	@ParameterizedTest
	@CsvSource({"620100, 兰州市, 8", "620200, 嘉峪关市, 0", "620300, 金昌市, 2", "620400, 白银市, 5", "620500, 天水市, 7",
			"620600, 武威市, 4", "620700, 张掖市, 6", "620800, 平凉市, 7", "620900, 酒泉市, 7", "621000, 庆阳市, 8",
			"621100, 定西市, 7", "621200, 陇南市, 9", "622900, 临夏回族自治州, 8", "623000, 甘南藏族自治州, 8"})
	void everyPrefectureHasItsCounties(String code, String name, int counties) {
		assertThat(regions.find(code)).get().extracting(Region::name, Region::kind).containsExactly(name, Kind.PREFECTURE);
		assertThat(regions.current()).filteredOn(region -> region.kind() == Kind.COUNTY)
				.filteredOn(county -> county.code().startsWith(code.substring(0, 4))).hasSize(counties);
	}

	@Test
	void theProvinceHasFourteenPrefecturesAndEightySixCounties() {
		assertThat(regions.nameOf("620000")).isEqualTo("甘肃省");
		assertThat(regions.current()).filteredOn(region -> region.kind() == Kind.PREFECTURE).hasSize(14);
		assertThat(regions.current()).filteredOn(region -> region.kind() == Kind.COUNTY).hasSize(86);
	}

	@ParameterizedTest
	@CsvSource({"620702, 甘州区", "620721, 肃南裕固族自治县", "620722, 民乐县", "620723, 临泽县", "620724, 高台县", "620725, 山丹县"})
	void theCountiesOfZhangyeAreKnown(String code, String name) {
		assertThat(regions.nameOf(code)).isEqualTo(name);
		assertThat(regions.isHistorical(code)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({"622200, 张掖地区, 620700", "622201, 张掖市, 620702", "620824, 华亭县, 620881", "622725, 华亭县, 620881",
			"622324, 景泰县, 620423"})
	void anAbolishedCodeIsKnownWithItsSuccessor(String code, String name, String successor) {
		assertThat(regions.isKnown(code)).isTrue();
		assertThat(regions.isHistorical(code)).isTrue();
		assertThat(regions.nameOf(code)).isEqualTo(name);
		assertThat(regions.find(code)).get().extracting(Region::successor).isEqualTo(Optional.of(successor));
	}

	@Test
	void onlyDivisionsOfTodayAreOfferedAsChoicesEachPrefectureBeforeItsCounties() {
		assertThat(regions.current()).hasSize(101).extracting(Region::code).isSorted()
				.startsWith("620000", "620100", "620102").doesNotContain("620824", "622200");
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = {"620799", "110000", "6207", "张掖市"})
	void otherCodesAreUnknown(String code) {
		assertThat(regions.isKnown(code)).isFalse();
		assertThat(regions.isHistorical(code)).isFalse();
		assertThat(regions.find(code)).isEmpty();
		assertThat(regions.nameOf(code)).isEqualTo(code == null ? "" : code);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"62070,甲市,prefecture,,sure                              | line 2: code must be six digits",
			"620700,甲市,city,,sure                                   | line 2: kind must be one of",
			"620700,甲市,historical,,sure                             | line 2: a historical code must have a successor",
			"620700,甲市,prefecture,620800,sure                       | line 2: a historical code must have a successor",
			"620700,甲市,prefecture,,sure\\n620700,甲市,prefecture,,sure | line 3: code 620700 occurs twice",
			"622200,甲地区,historical,620700,sure                     | line 2: successor 620700 is not a present code",
			"620702,甲区,county,,sure                                 | line 2: the table lacks prefecture 620700"})
	void aMalformedFileIsRefusedWithLineAndReason(String rows, String reason) {
		String text = "code,name,kind,successor,certainty\n" + rows.replace("\\n", "\n");

		assertThatThrownBy(() -> new Regions(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "own regions")))
				.isInstanceOf(MalformedReferenceTableException.class).hasMessageContaining("own regions")
				.hasMessageContaining(reason);
	}
}
