package cn.zhicheng.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that stands still until it is told to walk on. */
final class WalkingClock extends Clock {

	private Instant now;

	WalkingClock(Instant start) {
		this.now = start;
	}

	void walk(Duration time) {
		now = now.plus(time);
	}

	void walkTo(Instant instant) {
		now = instant;
	}

	@Override
	public Instant instant() {
		return now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneId.of("Asia/Shanghai");
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("Nothing tested needs another zone");
	}
}
