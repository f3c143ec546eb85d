package cn.zhicheng.rehearsal;

import java.util.SplittableRandom;

/**
 * Chance that does not depend on the order of questions: the same question has the same answer in every run with the same
 * seed, whatever the models make of what happens between, so that two runs differ by their models alone.
 */
final class Chance {

	private final long seed;

	Chance(long seed) {
		this.seed = seed;
	}

	/**
	 * @param subject what is asked about, e.g. {@code returned}
	 * @param who whom it concerns
	 * @return from 0 to below 1, evenly spread
	 */
	double of(String subject, Object... who) {
		long mixed = seed;
		mixed = mixed * 31 + subject.hashCode();
		for (var one : who) {
			// Numbers and texts alone, whose hash is the same in every JVM.
			mixed = new SplittableRandom(mixed * 0x9E3779B97F4A7C15L + one.hashCode()).nextLong();
		}
		return new SplittableRandom(mixed).nextDouble();
	}

	/** @return a waiting time around a mean: most are shorter, a few much longer */
	double waiting(double mean, String subject, Object... who) {
		return -mean * Math.log(1 - of(subject, who));
	}
}
