package cn.zhicheng;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it.
 */
public class MutableClock extends Clock {

	private final AtomicReference<Instant> now;

	public MutableClock(Instant now) {
		this.now = new AtomicReference<>(now);
	}

	/** @param chinaTime e.g. {@code 2021-04-01T09:00} */
	public static MutableClock at(String chinaTime) {
		return new MutableClock(china(chinaTime));
	}

	public void set(Instant instant) {
		now.set(instant);
	}

	/** @param chinaTime e.g. {@code 2021-05-10T23:59:59.999} */
	public void set(String chinaTime) {
		now.set(china(chinaTime));
	}

	public void advance(Duration duration) {
		now.updateAndGet(instant -> instant.plus(duration));
	}

	@Override
	public Instant instant() {
		return now.get();
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("instants only");
	}

	private static Instant china(String chinaTime) {
		return LocalDateTime.parse(chinaTime).atZone(ZoneId.of("Asia/Shanghai")).toInstant();
	}
}
