package cn.zhicheng.deadline;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Regions that stand for all others: a table that tells regions apart by the digits they begin with treats every region as
 * it treats one of these.
 */
final class RegionSamples {

	private static final int DIGITS = 6;

	private final TreeSet<String> named;

	private RegionSamples(Set<String> named) {
		this.named = new TreeSet<>(named);
	}

	/**
	 * @param named digits the table names, at most six of each
	 * @return for each of them, and for none of them, a region that begins with it and with no longer one of them
	 */
	static Set<String> of(Set<String> named) {
		var samples = new RegionSamples(named);
		var regions = new TreeSet<String>();
		samples.within("").ifPresent(regions::add);
		named.forEach(prefix -> samples.within(prefix).ifPresent(regions::add));
		return regions;
	}

	private Optional<String> within(String prefix) {
		if (prefix.length() == DIGITS) {
			return Optional.of(prefix);
		}
		for (var digit = '0'; digit <= '9'; digit++) {
			var longer = prefix + digit;
			var next = named.ceiling(longer);
			if (next == null || !next.startsWith(longer)) {
				return Optional.of(longer + "0".repeat(DIGITS - longer.length()));
			}
		}
		for (var digit = '0'; digit <= '9'; digit++) {
			if (!named.contains(prefix + digit)) {
				var found = within(prefix + digit);
				if (found.isPresent()) {
					return found;
				}
			}
		}
		return Optional.empty();
	}
}
