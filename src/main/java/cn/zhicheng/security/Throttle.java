package cn.zhicheng.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Keeps strangers from trying out numbers: counts uses of a named {@link Limit} for each key (a network
 * address, with IPv6 its {@link AddressBlock}, or a number) and says when it is used up. Keys are kept as keyed hashes only, at most
 * {@link ThrottleSettings#keys} of them, and no longer than the limit's period.
 *
 * <p>Safe for use by several threads. Each instance of the application counts for itself.
 */
@Component
public class Throttle {

	/** Verifications from one network address. */
	public static final String VERIFICATION_BY_ADDRESS = "verification-by-address";

	/** Verifications of one number. */
	public static final String VERIFICATION_BY_NUMBER = "verification-by-number";

	/** Refused sign-ons of staff with the identity provider from one network address, as far as they are audited. */
	public static final String PROVIDER_REFUSAL_BY_ADDRESS = "provider-refusal-by-address";

	/** Applications of units without an account from one network address. */
	public static final String APPLICATION_BY_ADDRESS = "application-by-address";

	/** Questions what has become of an application, from one network address. */
	public static final String APPLICATION_STATUS_BY_ADDRESS = "application-status-by-address";

	/** Limits whose keys are network addresses. */
	private static final Set<String> BY_ADDRESS = Set.of(VERIFICATION_BY_ADDRESS, PROVIDER_REFUSAL_BY_ADDRESS, APPLICATION_BY_ADDRESS, APPLICATION_STATUS_BY_ADDRESS);

	private final Map<String, Limit> limits;
	private final PersonalDataHash hash;
	private final TimeMeter time;
	private final Cache<Key, Period> periods;

	public Throttle(ThrottleSettings settings, PersonalDataHash hash, Clock clock) {
		this.limits = Map.of(
				VERIFICATION_BY_ADDRESS, settings.verificationByAddress(),
				VERIFICATION_BY_NUMBER, settings.verificationByNumber(),
				PROVIDER_REFUSAL_BY_ADDRESS, settings.signInByAddress(),
				APPLICATION_BY_ADDRESS, settings.applicationByAddress(),
				APPLICATION_STATUS_BY_ADDRESS, settings.applicationStatusByAddress());
		this.hash = hash;
		this.time = new ClockTime(clock);
		this.periods = Caffeine.newBuilder()
				.maximumSize(settings.keys())
				.expireAfter(Expiry.<Key, Period>creating((key, period) -> period.length()))
				.ticker(time::currentTimeNanos)
				// Dropping a few expired entries is too little work to hand to another thread.
				.executor(Runnable::run)
				.build();
	}

	/**
	 * Counts one use.
	 *
	 * @param limit name of a limit, e.g. {@link #VERIFICATION_BY_ADDRESS}
	 * @param key whose uses are counted, e.g. an address; not null
	 * @return false if the limit was used up already, and then nothing is counted
	 * @throws IllegalArgumentException if there is no limit of this name
	 */
	public boolean tryAcquire(String limit, String key) {
		Limit found = limit(limit);
		return periods.get(key(limit, key), unknown -> Period.of(found, time)).uses().tryConsume(1);
	}

	/** How long until the limit can be used again; zero if it is not used up. */
	public Duration retryAfter(String limit, String key) {
		limit(limit);
		Period period = periods.getIfPresent(key(limit, key));
		return period == null ? Duration.ZERO
				: Duration.ofNanos(period.uses().estimateAbilityToConsume(1).getNanosToWaitForRefill());
	}

	/** How many keys are remembered at this moment. */
	long keysRemembered() {
		periods.cleanUp();
		return periods.estimatedSize();
	}

	private Limit limit(String name) {
		Limit limit = limits.get(name);
		if (limit == null) {
			throw new IllegalArgumentException("There is no limit named '" + name + "'");
		}
		return limit;
	}

	private Key key(String limit, String key) {
		return new Key(limit, hash.of("throttle/" + limit, BY_ADDRESS.contains(limit) ? AddressBlock.of(key) : key));
	}

	private record Key(String limit, String hash) {
	}

	/** One key's period, from its first use to its end. */
	private record Period(Bucket uses, Duration length) {

		static Period of(Limit limit, TimeMeter time) {
			return new Period(Bucket.builder()
					.addLimit(bandwidth -> bandwidth.capacity(limit.capacity())
							.refillIntervally(limit.capacity(), limit.period()))
					.withCustomTimePrecision(time)
					.build(), limit.period());
		}
	}

	/** The application's clock in nanoseconds since 1970, enough until the year 2262. */
	private record ClockTime(Clock clock) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			Instant now = clock.instant();
			return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}
	}
}
