package cn.zhicheng.security;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;

import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Erases rows some at a time, each time with an entry in the audit trail in the same transaction.
 */
@Component
public class ErasureInChunks {

	private final AuditTrail audit;
	private final TransactionTemplate transaction;

	ErasureInChunks(AuditTrail audit, PlatformTransactionManager transactions) {
		this.audit = audit;
		this.transaction = new TransactionTemplate(transactions);
	}

	/**
	 * @param subject what is erased, as the audit trail says it; English
	 * @param before what is older goes
	 * @param idsAfter ids of the next rows whose time is over, by the last one of those before; 0 for the first
	 * @param erase deletes rows by their ids
	 * @return how many rows were erased
	 */
	public long erase(String subject, Instant before, LongFunction<List<Long>> idsAfter, ToIntFunction<List<Long>> erase) {
		long erased = 0;
		for (var some = idsAfter.apply(0); !some.isEmpty(); some = idsAfter.apply(some.get(some.size() - 1))) {
			var ids = some;
			erased += transaction.execute(status -> {
				int gone = erase.applyAsInt(ids);
				audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, subject,
						Map.of("count", Integer.toString(gone), "before", before.toString()));
				return gone;
			});
		}
		return erased;
	}
}
