package cn.zhicheng.security;

import java.time.Instant;
import java.util.Map;

import org.springframework.stereotype.Component;

/** Entries of the audit trail whose time is over: from the beginning of the chain, which can be checked from there on. */
@Component
class AuditErasure implements Erasure {

	private final AuditLinker linker;
	private final RetentionSettings settings;
	private final AuditTrail audit;

	AuditErasure(AuditLinker linker, RetentionSettings settings, AuditTrail audit) {
		this.linker = linker;
		this.settings = settings;
		this.audit = audit;
	}

	@Override
	public String name() {
		return "entries of the audit trail";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.audit());
		long erased = 0;
		for (int some = linker.eraseBefore(before); some > 0; some = linker.eraseBefore(before)) {
			erased += some;
		}
		if (erased > 0) {
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, "audit", Map.of("count", Long.toString(erased), "before", before.toString()));
		}
		return erased;
	}
}
