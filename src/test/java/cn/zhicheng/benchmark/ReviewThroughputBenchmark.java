package cn.zhicheng.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How many records a second four threads submit and confirm four times each with this application on PostgreSQL, and how many
 * instances with the same four user tasks bare engines take to their end on the same server, in the same run and in turns.
 * {@code mvn -Pbench test}; {@code -Dbench.records=100} for smaller rounds. Not part of the tests.
 */
class ReviewThroughputBenchmark {

	private static final int RECORDS = Integer.getInteger("bench.records", 400);
	private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
	/** What is called so often is compiled at last, which takes the machine's time as long as it lasts. */
	private static final int WARM_UP_ROUNDS = 2;
	private static final int THREADS = Integer.getInteger("bench.threads", 4);
	/** Classes are loaded and sequences fetched by the first ones, which belongs to none of them. */
	private static final int BEFORE_COUNT = 2;
	private static final int ALL = BEFORE_COUNT + 1 + RECORDS * (WARM_UP_ROUNDS + ROUNDS);

	private static final List<Lane> LANES = new ArrayList<>();
	private static ExecutorService threads;

	/** A contestant with what it has to do yet and how it has done so far. */
	private static final class Lane {

		private final Contestant contestant;
		private final Queue<Runnable> prepared;
		private final List<Double> rates = new ArrayList<>();
		private int roundTrips;

		private Lane(Contestant contestant) {
			this.contestant = contestant;
			this.prepared = new ArrayDeque<>(contestant.prepare(ALL));
		}

		private void count() {
			for (int i = 0; i < BEFORE_COUNT; i++) {
				prepared.remove().run();
			}
			roundTrips = contestant.roundTrips(prepared.remove());
		}

		/** @return instances a second */
		private double round() throws InterruptedException, ExecutionException {
			var queue = new ConcurrentLinkedQueue<Runnable>();
			for (int i = 0; i < RECORDS; i++) {
				queue.add(prepared.remove());
			}
			long begin = System.nanoTime();
			for (var done : threads.invokeAll(Collections.nCopies(THREADS, Executors.callable(() -> drain(queue))))) {
				done.get();
			}
			return RECORDS / BenchmarkedApplication.secondsSince(begin);
		}

		private static void drain(Queue<Runnable> queue) {
			for (var one = queue.poll(); one != null; one = queue.poll()) {
				one.run();
			}
		}

		private double median() {
			return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
		}

		private String line() {
			return "| %s | %.0f | %.0f | %.0f | %d |".formatted(contestant.name(), Collections.min(rates), median(), Collections.max(rates), roundTrips);
		}
	}

	@BeforeAll
	static void contestants() {
		threads = Executors.newFixedThreadPool(THREADS);
		long begin = System.nanoTime();
		// The application sets the clock that it has in common with the other Camunda engines.
		List.<Supplier<Contestant>>of(WholeApplication::new, () -> new BareCamunda("activity"), () -> new BareCamunda("full"), BareFlowable::new)
				.forEach(contestant -> LANES.add(new Lane(contestant.get())));
		System.out.printf("started and prepared in %.0f s%n", BenchmarkedApplication.secondsSince(begin));
	}

	@AfterAll
	static void stop() {
		LANES.forEach(lane -> lane.contestant.close());
		threads.shutdown();
	}

	@Test
	void four_threads_take_records_through_four_reviews_in_turns_with_bare_engines() throws Exception {
		LANES.forEach(Lane::count);
		for (int round = 0; round < WARM_UP_ROUNDS; round++) {
			for (var lane : LANES) {
				lane.round();
			}
		}
		LANES.forEach(lane -> lane.contestant.analyze());
		for (int round = 0; round < ROUNDS; round++) {
			for (var lane : LANES) {
				lane.rates.add(lane.round());
				System.out.printf("%s: %.0f/s%n", lane.contestant.name(), lane.rates.get(round));
			}
			// What goes on in the background after a turn is not always at the cost of the same one.
			Collections.rotate(LANES, 1);
		}
		report();
		assertThat(LANES).allSatisfy(lane -> assertThat(lane.contestant.ended()).as(lane.contestant.name()).isEqualTo(ALL));
	}

	private static void report() throws IOException {
		var lines = new ArrayList<String>();
		lines.add("| a second, %d threads, %d rounds of %,d | minimum | median | maximum | round trips each |".formatted(THREADS, ROUNDS, RECORDS));
		lines.add("| --- | ---: | ---: | ---: | ---: |");
		LANES.stream().sorted(Comparator.comparing(lane -> lane.contestant.name())).forEach(lane -> lines.add(lane.line()));
		System.out.println(String.join(System.lineSeparator(), lines));
		Files.createDirectories(Path.of("target"));
		Files.write(Path.of("target/review-throughput-benchmark.md"), lines);
	}
}
