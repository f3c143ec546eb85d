package cn.zhicheng.security;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LimitTest {

	@Test
	void a_limit_is_a_number_and_a_period() {
		assertThat(Limit.of("30/1m")).isEqualTo(new Limit(30, Duration.ofMinutes(1)));
		assertThat(Limit.of(" 5 / 15m ")).isEqualTo(new Limit(5, Duration.ofMinutes(15)));
		assertThat(Limit.of("10/PT1H")).isEqualTo(new Limit(10, Duration.ofHours(1)));
		assertThat(Limit.of(new Limit(10, Duration.ofHours(1)).toString())).isEqualTo(Limit.of("10/1h"));
	}

	@ParameterizedTest
	@ValueSource(strings = {"", "30", "30/", "/1m", "30/60", "0/1m", "-1/1m", "30/0s", "30/-1m", "many/1m", "30/1m/1h",
			"30 per minute", "99999999999/1m"})
	void anything_else_is_refused_with_an_example(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Limit.of(text)).withMessageContaining("30/1m");
	}
}
