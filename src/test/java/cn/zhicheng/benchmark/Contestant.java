package cn.zhicheng.benchmark;

import java.util.List;

import cn.zhicheng.CountedRoundTrips;

/** One of those whose throughput is compared, with a database of its own on the embedded PostgreSQL server. */
interface Contestant extends AutoCloseable {

	/** @return as the table of results calls it */
	String name();

	/**
	 * Makes ready what is there before the clock starts.
	 *
	 * @return so many records or instances, each to be taken through its four reviews once, by any thread
	 */
	List<Runnable> prepare(int number);

	/** @return statements and batches that one of them sends to the database, the look for its tasks included */
	int roundTrips(Runnable one);

	/** @return as {@link #roundTrips(Runnable)}, of what this thread sends, nothing of what goes on in the background */
	static int roundTrips(CountedRoundTrips counted, Runnable one) {
		counted.beginForThisThread();
		try {
			one.run();
			return counted.count().roundTrips();
		} finally {
			counted.disarm();
		}
	}

	/** Tells the database's planner what the tables have come to hold. */
	void analyze();

	/** @return how many have ended as they should, by counting: not those with a step too few or too many, or with anything left open */
	long ended();

	@Override
	void close();
}
