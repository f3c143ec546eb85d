package cn.zhicheng.security;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks the whole audit trail against its seals, links and anchors, in one view of the database while it goes on growing.
 */
@Component
class AuditVerification {

	private static final int BATCH = 1000;
	/** More findings than these say no more. */
	private static final int MOST_FINDINGS = 100;

	private final AuditStore store;
	private final AuditSeals seals;
	private final AuditAnchors anchors;
	private final TransactionTemplate transaction;

	AuditVerification(AuditStore store, AuditSeals seals, AuditAnchors anchors, PlatformTransactionManager transactions) {
		this.store = store;
		this.seals = seals;
		this.anchors = anchors;
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setReadOnly(true);
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
	}

	/**
	 * @param first first place that was checked; those before were erased at the end of their time
	 * @param last last place that was checked
	 * @param anchors how many anchors bear it out
	 * @param waiting entries that have no place yet
	 * @param findings English sentences, each naming an entry; at most 100, empty if nothing is wrong
	 * @param remarks English sentences on what could not be checked
	 */
	record Report(long first, long last, int anchors, long waiting, List<String> findings, List<String> remarks) {

		boolean isUntouched() {
			return findings.isEmpty();
		}
	}

	/** @param progress is told the place that has been reached, now and then */
	Report verify(LongConsumer progress) {
		return transaction.execute(status -> new Walk(progress).report());
	}

	private final class Walk {

		private final LongConsumer progress;
		private final List<String> findings = new ArrayList<>();
		private final List<String> remarks = new ArrayList<>();
		private final AuditChain chain = store.chain();
		private final Map<Long, AuditAnchor> awaited = new HashMap<>();
		private int borneOut;

		private Walk(LongConsumer progress) {
			this.progress = progress;
		}

		private Report report() {
			if (chain.seal() == null ? chain.last() != 0 : !AuditSeals.same(chain.seal(), seals.ofChain(chain))) {
				find("The beginning and end of the chain (table audit_chain) were edited.");
			}
			readAnchors();
			walk();
			return new Report(chain.erased() + 1, chain.last(), borneOut, checkWaiting(), findings, remarks);
		}

		private void readAnchors() {
			var read = anchors.read();
			read.missing().forEach(file -> remarks.add("There is no anchor file " + file
					+ ": that the end of the chain was cut off cannot be ruled out by it."));
			read.forged().forEach(line -> find("The anchor " + line + " was edited."));
			AuditAnchor beyond = null;
			for (var anchor : read.anchors()) {
				if (anchor.last() > chain.last()) {
					beyond = beyond == null || anchor.last() > beyond.last() ? anchor : beyond;
				} else if (anchor.last() > chain.erased()) {
					var other = awaited.put(anchor.last(), anchor);
					if (other != null && !other.lastLink().equals(anchor.lastLink())) {
						find("Two anchors tell different links of place " + anchor.last() + ": they belong to different databases.");
					}
				}
			}
			if (beyond != null) {
				find("The chain was cut off: " + places(chain.last() + 1, beyond.last()) + " removed; the anchor of " + beyond.at()
						+ " knows of " + (chain.last() + 1 == beyond.last() ? "it." : "them."));
			}
		}

		private void walk() {
			long reached = chain.erased();
			var link = chain.erasedLink();
			while (true) {
				var entries = store.linkedAfter(reached, BATCH);
				for (var entry : entries) {
					if (entry.place() > chain.last()) {
						find(name(entry) + " stands beyond the end of the chain, place " + chain.last() + ".");
						continue;
					}
					if (entry.place() != reached + 1) {
						find(missing(reached + 1, entry.place() - 1));
						link = null;
					}
					check(entry, link);
					link = entry.link();
					reached = entry.place();
				}
				progress.accept(reached);
				if (entries.size() < BATCH || entries.get(entries.size() - 1).place() > chain.last()) {
					break;
				}
			}
			if (reached < chain.last()) {
				find(missing(reached + 1, chain.last()));
			} else if (link != null && !link.equals(chain.lastLink())) {
				find("The last entry, place " + reached + ", is not the one with which the chain ends.");
			}
		}

		/** @param linkBefore null if the entry before is missing, so that nothing can be said of the link */
		private void check(AuditEntry entry, String linkBefore) {
			if (!AuditSeals.same(entry.seal(), seals.ofEntry(entry))) {
				find(name(entry) + " was edited.");
			}
			if (linkBefore != null && !AuditSeals.same(entry.link(), seals.ofLink(entry.place(), linkBefore, entry))) {
				find(name(entry) + " does not belong after place " + (entry.place() - 1) + ": one of the two was replaced or moved.");
			}
			var anchor = awaited.get(entry.place());
			if (anchor != null) {
				if (anchor.lastLink().equals(entry.link())) {
					borneOut++;
				} else {
					find(name(entry) + " is not the one that the anchor of " + anchor.at() + " knows.");
				}
			}
		}

		private long checkWaiting() {
			var waiting = store.unlinked(BATCH);
			waiting.stream().filter(entry -> !AuditSeals.same(entry.seal(), seals.ofEntry(entry)))
					.forEach(entry -> find("Entry " + entry.id() + " of " + entry.at() + ", not linked yet, was edited."));
			return waiting.size();
		}

		private void find(String finding) {
			if (findings.size() < MOST_FINDINGS) {
				findings.add(finding);
			}
		}

		private static String missing(long from, long to) {
			return places(from, to) + " removed.";
		}

		private static String places(long from, long to) {
			return from == to ? "the entry at place " + from + " was" : "the entries at places " + from + " to " + to + " were";
		}

		private static String name(AuditEntry entry) {
			return "The entry at place " + entry.place() + " (id " + entry.id() + ", " + entry.kind() + ", " + entry.at() + ")";
		}
	}
}
