package cn.zhicheng.security;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static cn.zhicheng.security.Throttle.APPLICATION_BY_ADDRESS;
import static cn.zhicheng.security.Throttle.APPLICATION_STATUS_BY_ADDRESS;
import static cn.zhicheng.security.Throttle.VERIFICATION_BY_ADDRESS;
import static cn.zhicheng.security.Throttle.VERIFICATION_BY_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ThrottleTest {

	private static final Instant START = Instant.parse("2021-04-30T15:59:30.123456789Z");
	private static final String ADDRESS = "198.51.100.7";
	private static final String NUMBER = "62070219800101001X";

	private final WalkingClock clock = new WalkingClock(START);
	private final Throttle throttle = throttle(200_000);

	@Test
	void thirty_verifications_a_minute_from_one_address_and_not_one_more() {
		use(VERIFICATION_BY_ADDRESS, ADDRESS, 30);

		assertThat(throttle.tryAcquire(VERIFICATION_BY_ADDRESS, ADDRESS)).isFalse();
		clock.walkTo(START.plus(Duration.ofMinutes(1)).minusNanos(1));
		assertThat(throttle.tryAcquire(VERIFICATION_BY_ADDRESS, ADDRESS)).isFalse();
		clock.walkTo(START.plus(Duration.ofMinutes(1)));
		use(VERIFICATION_BY_ADDRESS, ADDRESS, 30);
		assertThat(throttle.tryAcquire(VERIFICATION_BY_ADDRESS, ADDRESS)).isFalse();
	}

	@Test
	void each_limit_has_its_own_number_and_period() {
		assertCapacityAndPeriod(VERIFICATION_BY_NUMBER, NUMBER, 5, Duration.ofMinutes(15));
		assertCapacityAndPeriod(APPLICATION_BY_ADDRESS, ADDRESS, 10, Duration.ofHours(1));
	}

	@Test
	void the_period_begins_with_the_first_use_and_not_with_an_earlier_period() {
		use(VERIFICATION_BY_ADDRESS, ADDRESS, 1);
		clock.walk(Duration.ofSeconds(90));
		use(VERIFICATION_BY_ADDRESS, ADDRESS, 30);

		// Two minutes after the very first use, but only half a minute after the first one of this period.
		clock.walk(Duration.ofSeconds(30));
		assertThat(throttle.tryAcquire(VERIFICATION_BY_ADDRESS, ADDRESS)).isFalse();
		assertThat(throttle.retryAfter(VERIFICATION_BY_ADDRESS, ADDRESS)).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void refused_attempts_do_not_lengthen_the_wait() {
		use(VERIFICATION_BY_ADDRESS, ADDRESS, 30);
		clock.walk(Duration.ofSeconds(59));
		for (int i = 0; i < 100; i++) {
			throttle.tryAcquire(VERIFICATION_BY_ADDRESS, ADDRESS);
		}

		assertThat(throttle.retryAfter(VERIFICATION_BY_ADDRESS, ADDRESS)).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void the_wait_is_told_exactly_and_asking_counts_nothing() {
		assertThat(throttle.retryAfter(VERIFICATION_BY_NUMBER, NUMBER)).isZero();
		use(VERIFICATION_BY_NUMBER, NUMBER, 4);
		clock.walk(Duration.ofMinutes(5));
		for (int i = 0; i < 10; i++) {
			assertThat(throttle.retryAfter(VERIFICATION_BY_NUMBER, NUMBER)).isZero();
		}
		use(VERIFICATION_BY_NUMBER, NUMBER, 1);

		assertThat(throttle.retryAfter(VERIFICATION_BY_NUMBER, NUMBER)).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void keys_and_limits_do_not_share_their_counts() {
		use(VERIFICATION_BY_NUMBER, NUMBER, 5);

		assertThat(throttle.tryAcquire(APPLICATION_BY_ADDRESS, NUMBER)).isTrue();
		assertThat(throttle.tryAcquire(VERIFICATION_BY_NUMBER, "620702198506150026")).isTrue();
	}

	@Test
	void addresses_of_one_customer_share_the_limit() {
		for (int i = 0; i < 30; i++) {
			throttle.tryAcquire(APPLICATION_STATUS_BY_ADDRESS, "2001:db8:1:2::" + Integer.toHexString(i));
		}
		assertThat(throttle.retryAfter(APPLICATION_STATUS_BY_ADDRESS, "2001:db8:1:2:aaaa::1")).isEqualTo(Duration.ofMinutes(10));
		assertThat(throttle.retryAfter(APPLICATION_STATUS_BY_ADDRESS, "2001:db8:1:3::1")).isZero();
	}

	@Test
	void a_clock_set_back_opens_nothing() {
		use(VERIFICATION_BY_NUMBER, NUMBER, 5);

		clock.walk(Duration.ofHours(-1));

		assertThat(throttle.tryAcquire(VERIFICATION_BY_NUMBER, NUMBER)).isFalse();
	}

	@Test
	void the_number_of_keys_is_bounded_and_keys_are_forgotten_when_their_period_is_over() {
		Throttle small = throttle(1_000);
		for (int i = 0; i < 5_000; i++) {
			small.tryAcquire(VERIFICATION_BY_ADDRESS, "2001:db8:1:" + Integer.toHexString(i) + "::1");
		}
		assertThat(small.keysRemembered()).isBetween(1L, 1_000L);

		clock.walk(Duration.ofMinutes(2));
		assertThat(small.keysRemembered()).isZero();
	}

	@Test
	void asking_remembers_no_key() {
		throttle.retryAfter(VERIFICATION_BY_NUMBER, NUMBER);

		assertThat(throttle.keysRemembered()).isZero();
	}

	@Test
	void keys_are_not_kept_in_clear() {
		throttle.tryAcquire(VERIFICATION_BY_NUMBER, NUMBER);

		assertThat(throttle).extracting("periods").extracting(cache ->
				((Cache<?, ?>) cache).asMap().keySet().toString())
				.asString().contains(VERIFICATION_BY_NUMBER).doesNotContain(NUMBER);
	}

	@Test
	void many_at_once_get_no_more_than_the_limit() throws Exception {
		int threads = 8;
		CountDownLatch start = new CountDownLatch(1);
		ExecutorService guests = Executors.newFixedThreadPool(threads);
		try {
			Callable<Long> guest = () -> {
				start.await();
				return IntStream.range(0, 50).filter(i -> throttle.tryAcquire(VERIFICATION_BY_ADDRESS, ADDRESS)).count();
			};
			var results = IntStream.range(0, threads).mapToObj(i -> guests.submit(guest)).toList();
			start.countDown();
			long granted = 0;
			for (Future<Long> result : results) {
				granted += result.get();
			}
			assertThat(granted).isEqualTo(30);
		}
		finally {
			guests.shutdownNow();
		}
	}

	@Test
	void an_unknown_limit_is_a_mistake_of_the_caller() {
		assertThatIllegalArgumentException().isThrownBy(() -> throttle.tryAcquire("sign-in", ADDRESS))
				.withMessage("There is no limit named 'sign-in'");
		assertThatIllegalArgumentException().isThrownBy(() -> throttle.retryAfter("sign-in", ADDRESS));
	}

	private void assertCapacityAndPeriod(String limit, String key, int capacity, Duration period) {
		use(limit, key, capacity);
		assertThat(throttle.tryAcquire(limit, key)).isFalse();
		assertThat(throttle.retryAfter(limit, key)).isEqualTo(period);
	}

	private void use(String limit, String key, int times) {
		for (int i = 1; i <= times; i++) {
			assertThat(throttle.tryAcquire(limit, key)).as("use %s of %s", i, limit).isTrue();
		}
	}

	private Throttle throttle(int keys) {
		return new Throttle(new ThrottleSettings(Limit.of("30/1m"), Limit.of("5/15m"), Limit.of("30/10m"),
				Limit.of("5/15m"), Limit.of("10/1h"), Limit.of("30/10m"), keys), new PersonalDataHash(TestKeys.single()), clock);
	}
}
