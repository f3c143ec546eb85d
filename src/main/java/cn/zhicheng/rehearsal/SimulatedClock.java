package cn.zhicheng.rehearsal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock of a rehearsal: it stands still until the next thing happens, and then shows that moment.
 */
public final class SimulatedClock extends Clock {

	private volatile Instant now;

	/** @param now what it shows until the campaign begins */
	public SimulatedClock(Instant now) {
		this.now = now;
	}

	void moveTo(Instant moment) {
		now = moment;
	}

	@Override
	public Instant instant() {
		return now;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException("instants only");
	}
}
