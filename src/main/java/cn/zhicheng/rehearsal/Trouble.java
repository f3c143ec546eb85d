package cn.zhicheng.rehearsal;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong in a rehearsal and would go wrong with the models in earnest: counted by what it says, so that a fault in a
 * model that every record meets is one line.
 */
final class Trouble {

	private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);
	private static final int MOST_KINDS = 50;
	private static final int LONGEST = 300;

	private final Map<String, Integer> kinds = new LinkedHashMap<>();
	private int count;

	void happened(String what) {
		count++;
		var kind = String.valueOf(what).lines().findFirst().orElse("").replaceAll("\\s+", " ").replaceAll("ZC\\d{4}-\\d{8}", "ZC…")
				.replaceAll("\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b", "…");
		kind = kind.length() > LONGEST ? kind.substring(0, LONGEST) + "…" : kind;
		if (kinds.containsKey(kind) || kinds.size() < MOST_KINDS) {
			if (kinds.merge(kind, 1, Integer::sum) == 1) {
				LOG.warn("In the rehearsal went wrong: {}", what);
			}
		}
	}

	/** What goes wrong with one record, as it would in earnest, does not end the rehearsal. */
	void watch(Runnable action) {
		try {
			action.run();
		} catch (RuntimeException e) {
			happened(e);
		}
	}

	void happened(RuntimeException e) {
		happened(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
	}

	int count() {
		return count;
	}

	/** @return what went wrong, and how often */
	Map<String, Integer> kinds() {
		return Map.copyOf(kinds);
	}
}
