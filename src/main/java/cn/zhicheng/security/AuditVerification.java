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

import cn.zhicheng.security.AuditFinding.Kind;

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
	 * @param findings at most 100, empty if nothing is wrong
	 * @param remarks what could not be checked
	 */
	record Report(long first, long last, int anchors, long waiting, List<AuditFinding> findings, List<AuditFinding> remarks) {

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
		private final List<AuditFinding> findings = new ArrayList<>();
		private final List<AuditFinding> remarks = new ArrayList<>();
		private final AuditChain chain = store.chain();
		private final Map<Long, AuditAnchor> awaited = new HashMap<>();
		private int borneOut;

		private Walk(LongConsumer progress) {
			this.progress = progress;
		}

		private Report report() {
			if (chain.seal() == null ? chain.last() != 0 : !AuditSeals.same(chain.seal(), seals.ofChain(chain))) {
				find(AuditFinding.of(Kind.CHAIN_EDITED));
			}
			readAnchors();
			walk();
			return new Report(chain.erased() + 1, chain.last(), borneOut, checkWaiting(), findings, remarks);
		}

		private void readAnchors() {
			var read = anchors.read();
			read.missing().forEach(file -> remarks.add(AuditFinding.of(Kind.NO_ANCHOR_FILE, file)));
			read.forged().forEach(line -> find(AuditFinding.of(Kind.ANCHOR_EDITED, line)));
			AuditAnchor beyond = null;
			for (var anchor : read.anchors()) {
				if (anchor.last() > chain.last()) {
					beyond = beyond == null || anchor.last() > beyond.last() ? anchor : beyond;
				} else if (anchor.last() > chain.erased()) {
					var other = awaited.put(anchor.last(), anchor);
					if (other != null && !other.lastLink().equals(anchor.lastLink())) {
						find(AuditFinding.of(Kind.ANCHORS_DIFFER, anchor.last()));
					}
				}
			}
			if (beyond != null) {
				find(AuditFinding.of(Kind.CUT_OFF, chain.last() + 1, beyond.last(), beyond.at()));
			}
		}

		private void walk() {
			long reached = chain.erased();
			var link = chain.erasedLink();
			while (true) {
				var entries = store.linkedAfter(reached, BATCH);
				for (var entry : entries) {
					if (entry.place() > chain.last()) {
						find(AuditFinding.of(Kind.BEYOND_END, entry, chain.last()));
						continue;
					}
					if (entry.place() != reached + 1) {
						find(AuditFinding.of(Kind.REMOVED, reached + 1, entry.place() - 1));
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
				find(AuditFinding.of(Kind.REMOVED, reached + 1, chain.last()));
			} else if (link != null && !link.equals(chain.lastLink())) {
				find(AuditFinding.of(Kind.OTHER_END, reached));
			}
		}

		/** @param linkBefore null if the entry before is missing, so that nothing can be said of the link */
		private void check(AuditEntry entry, String linkBefore) {
			if (!AuditSeals.same(entry.seal(), seals.ofEntry(entry))) {
				find(AuditFinding.of(Kind.EDITED, entry));
			}
			if (linkBefore != null && !AuditSeals.same(entry.link(), seals.ofLink(entry.place(), linkBefore, entry))) {
				find(AuditFinding.of(Kind.MISPLACED, entry, entry.place() - 1));
			}
			var anchor = awaited.get(entry.place());
			if (anchor != null) {
				if (anchor.lastLink().equals(entry.link())) {
					borneOut++;
				} else {
					find(AuditFinding.of(Kind.NOT_ANCHORED, entry, anchor.at()));
				}
			}
		}

		private long checkWaiting() {
			var waiting = store.unlinked(BATCH);
			waiting.stream().filter(entry -> !AuditSeals.same(entry.seal(), seals.ofEntry(entry)))
					.forEach(entry -> find(AuditFinding.of(Kind.WAITING_EDITED, entry.id(), entry.at())));
			return waiting.size();
		}

		private void find(AuditFinding finding) {
			if (findings.size() < MOST_FINDINGS) {
				findings.add(finding);
			}
		}
	}
}
