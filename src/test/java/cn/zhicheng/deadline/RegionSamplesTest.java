package cn.zhicheng.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Each way a table of prefixes can tell regions apart has one region that stands for it. */
class RegionSamplesTest {

	@Test
	void each_prefix_has_a_region_that_no_longer_prefix_takes_and_one_stands_for_the_rest() {
		assertThat(RegionSamples.of(Set.of("62", "6207", "620702"))).hasSize(4)
				.contains("620702").anyMatch(region -> region.startsWith("6207") && !region.equals("620702"))
				.anyMatch(region -> region.startsWith("62") && !region.startsWith("6207")).anyMatch(region -> !region.startsWith("62"))
				.allMatch(region -> region.matches("\\d{6}"));
	}

	@Test
	void a_prefix_whose_longer_ones_take_everything_has_none() {
		var all = IntStream.range(0, 10).mapToObj(digit -> "6207" + digit).collect(Collectors.toSet());
		var named = new java.util.HashSet<>(all);
		named.add("6207");
		assertThat(RegionSamples.of(named)).filteredOn(region -> region.startsWith("6207")).hasSize(10);
	}

	@Test
	void where_nothing_is_named_any_region_stands_for_all() {
		assertThat(RegionSamples.of(Set.of())).containsExactly("000000");
	}
}
