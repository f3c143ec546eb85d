package cn.zhicheng.rehearsal;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What happens when: whatever is put in happens in the order of time, at the same moment in the order in which it was put in,
 * and between two of them what is due in the engine.
 */
final class Timeline {

	/** Rounds of work at one moment after which it is clear that it never ends. */
	private static final int MOST_ROUNDS = 100_000;

	private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
	private final SimulatedClock clock;
	private final RehearsedEngine engine;
	private final Trouble trouble;
	private long order;
	private int jobs;

	Timeline(SimulatedClock clock, RehearsedEngine engine, Trouble trouble) {
		this.clock = clock;
		this.engine = engine;
		this.trouble = trouble;
	}

	private record Event(Instant at, long order, Runnable action) {
	}

	void at(Instant moment, Runnable action) {
		events.add(new Event(moment, order++, action));
	}

	/** Lets time go by until a moment. */
	void run(Instant end) {
		while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
			var event = events.poll();
			workUntil(event.at());
			clock.moveTo(event.at());
			event.action().run();
		}
		workUntil(end);
		clock.moveTo(end);
	}

	private void workUntil(Instant moment) {
		int rounds = 0;
		for (var due = engine.nextDue(); due.isPresent() && !due.get().isAfter(moment); due = engine.nextDue()) {
			if (due.get().isAfter(clock.instant())) {
				clock.moveTo(due.get());
				rounds = 0;
			}
			if (++rounds > MOST_ROUNDS) {
				throw new IllegalStateException("At %s the models keep the engine busy without end".formatted(clock.instant()));
			}
			var work = engine.runDue();
			jobs += work.done();
			work.failures().forEach(trouble::happened);
		}
	}

	/** @return how many timers and other jobs were done */
	int jobs() {
		return jobs;
	}
}
