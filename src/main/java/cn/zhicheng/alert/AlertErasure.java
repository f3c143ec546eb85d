package cn.zhicheng.alert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.RetentionSettings;

/** Alerts are kept as long as the audit trail of which they tell; counts that came to nothing, a week. */
@Component
class AlertErasure implements Erasure {

	private static final int COUNTED_DAYS = 7;

	private final AlertStore store;
	private final RetentionSettings settings;
	private final AuditTrail audit;

	AlertErasure(AlertStore store, RetentionSettings settings, AuditTrail audit) {
		this.store = store;
		this.settings = settings;
		this.audit = audit;
	}

	@Override
	public String name() {
		return "security alerts";
	}

	@Override
	@Transactional
	public long erase(Instant now) {
		var today = LocalDate.ofInstant(now, AlertRules.ZONE);
		long counted = store.eraseBefore(today.minusDays(COUNTED_DAYS), true);
		var before = LocalDate.ofInstant(now.minus(settings.audit()), AlertRules.ZONE);
		int old = store.eraseBefore(before, false);
		if (old > 0) {
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, "alerts", Map.of("count", Integer.toString(old), "before", before.toString()));
		}
		return counted + old;
	}
}
