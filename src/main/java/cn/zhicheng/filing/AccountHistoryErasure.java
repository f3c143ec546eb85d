package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Map;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.RetentionSettings;

/** What happened to accounts long ago. */
@Component
class AccountHistoryErasure implements Erasure {

	private static final Limit CHUNK = Limit.of(500);

	private final AccountEvents history;
	private final RetentionSettings settings;
	private final AuditTrail audit;
	private final TransactionTemplate transaction;

	AccountHistoryErasure(AccountEvents history, RetentionSettings settings, AuditTrail audit, PlatformTransactionManager transactions) {
		this.history = history;
		this.settings = settings;
		this.audit = audit;
		this.transaction = new TransactionTemplate(transactions);
	}

	@Override
	public String name() {
		return "histories of accounts";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.accountHistory());
		long erased = 0;
		for (var some = history.olderThan(before, CHUNK); !some.isEmpty(); some = history.olderThan(before, CHUNK)) {
			var ids = some;
			erased += transaction.execute(status -> {
				int gone = history.deleteByIdIn(ids);
				audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, "account history",
						Map.of("count", Integer.toString(gone), "before", before.toString()));
				return gone;
			});
		}
		return erased;
	}
}
