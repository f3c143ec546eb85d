package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Map;

import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.RetentionSettings;

/** People on rosters who never opened an account, or whose account was erased: nobody waits for them any more. */
@Component
@Order(RecordErasure.ORDER + 1)
class RosterErasure implements Erasure {

	private static final Limit CHUNK = Limit.of(500);

	private final RosterEntries roster;
	private final RetentionSettings settings;
	private final AuditTrail audit;
	private final TransactionTemplate transaction;

	RosterErasure(RosterEntries roster, RetentionSettings settings, AuditTrail audit, PlatformTransactionManager transactions) {
		this.roster = roster;
		this.settings = settings;
		this.audit = audit;
		this.transaction = new TransactionTemplate(transactions);
	}

	@Override
	public String name() {
		return "people on rosters without an account";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.rosters());
		long erased = 0;
		for (var some = roster.withoutAccount(before, now, 0, CHUNK); !some.isEmpty();
				some = roster.withoutAccount(before, now, some.get(some.size() - 1), CHUNK)) {
			var ids = some;
			erased += transaction.execute(status -> {
				int gone = roster.removeWithoutAccount(ids, before);
				audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, "rosters",
						Map.of("count", Integer.toString(gone), "before", before.toString()));
				return gone;
			});
		}
		return erased;
	}
}
