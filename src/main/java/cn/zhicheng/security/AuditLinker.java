package cn.zhicheng.security;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives new entries of the audit trail their place in the one chain. Any number of instances may do so on one database:
 * they take turns by locking the one row that says where the chain ends, and no transaction that writes an entry ever
 * waits for it.
 *
 * <p>
 * <b>What is guaranteed</b> against someone who can read and write the whole database but does not have the key:
 * <ul>
 * <li>An entry carries a seal over its id and content from the moment it is written: it cannot be edited, and none can be
 * invented.</li>
 * <li>Once linked, within {@code link-every} after its transaction, it cannot be removed or put elsewhere: each link is a keyed
 * hash of the place, the seal and the link before.</li>
 * <li>The end of the chain is sealed in the database and, every {@code anchor-every}, written to a file outside of it: the end
 * cannot be cut off beyond the last anchor, not even together with putting back an older sealed end.</li>
 * </ul>
 * Not guaranteed: an entry removed before it was linked, and an end cut off that no anchor has told of yet. Order is that of
 * the links: entries of transactions that ended at the same moment may stand in either order, and a long transaction's
 * entries stand after those that were committed meanwhile.
 */
@Component
class AuditLinker implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(AuditLinker.class);
	private static final int BATCH = 1000;

	private final AuditStore store;
	private final AuditSeals seals;
	private final AuditAnchors anchors;
	private final AuditSettings settings;
	private final TransactionTemplate transaction;
	private final Clock clock;
	private Instant anchoredAt = Instant.MIN;
	private long anchored = -1;

	AuditLinker(AuditStore store, AuditSeals seals, AuditAnchors anchors, AuditSettings settings,
			PlatformTransactionManager transactions, Clock clock) {
		this.store = store;
		this.seals = seals;
		this.anchors = anchors;
		this.settings = settings;
		this.transaction = new TransactionTemplate(transactions);
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::linkAndReport, settings.linkEvery(), settings.linkEvery()));
	}

	private void linkAndReport() {
		try {
			link();
		} catch (RuntimeException e) {
			LOG.error("Entries of the audit trail could not be linked; the next turn tries again", e);
		}
	}

	/** Links everything there is, and writes an anchor if it is time to. */
	synchronized void link() {
		while (store.hasUnlinked() && linkBatch() == BATCH) {
			LOG.debug("More entries of the audit trail to be linked");
		}
		anchor();
	}

	private int linkBatch() {
		Integer linked = transaction.execute(status -> {
			var chain = store.chainToChange();
			var entries = store.unlinked(BATCH);
			long place = chain.last();
			var link = chain.lastLink();
			var placed = new ArrayList<AuditEntry>();
			for (var entry : entries) {
				link = seals.ofLink(++place, link, entry);
				placed.add(new AuditEntry(entry.id(), entry.at(), entry.kind(), entry.actor(), entry.organisation(), entry.subject(),
						entry.details(), entry.seal(), place, link));
			}
			if (!placed.isEmpty()) {
				store.link(placed);
				write(new AuditChain(chain.erased(), chain.erasedLink(), place, link, null));
			}
			return placed.size();
		});
		return linked == null ? 0 : linked;
	}

	private void write(AuditChain open) {
		store.write(new AuditChain(open.erased(), open.erasedLink(), open.last(), open.lastLink(), seals.ofChain(open)));
	}

	private void anchor() {
		var now = clock.instant();
		if (now.isBefore(anchoredAt.equals(Instant.MIN) ? now : anchoredAt.plus(settings.anchorEvery()))) {
			return;
		}
		var chain = store.chain();
		if (chain.last() != anchored && chain.last() > 0) {
			anchors.add(now, chain);
			anchored = chain.last();
			anchoredAt = now;
		}
	}

	/**
	 * Erases the oldest entries, at most {@value #BATCH} of them.
	 *
	 * @param before entries of this moment or later stay, and everything linked after the first of them
	 * @return how many were erased
	 */
	int eraseBefore(Instant before) {
		Integer erased = transaction.execute(status -> {
			var chain = store.chainToChange();
			AuditEntry last = null;
			int count = 0;
			for (var entry : store.linkedAfter(chain.erased(), BATCH)) {
				if (!entry.at().isBefore(before)) {
					break;
				}
				last = entry;
				count++;
			}
			if (last == null) {
				return 0;
			}
			store.eraseUpTo(last.place());
			write(new AuditChain(last.place(), last.link(), chain.last(), chain.lastLink(), null));
			return count;
		});
		return erased == null ? 0 : erased;
	}
}
