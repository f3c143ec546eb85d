package cn.zhicheng.security;

import java.time.Instant;
import java.util.Map;

import org.springframework.stereotype.Component;

/** Looks at personal data whose time is over. */
@Component
class LookErasure implements Erasure {

	private static final int CHUNK = 500;

	private final PersonalDataLooks looks;
	private final RetentionSettings settings;
	private final AuditTrail audit;

	LookErasure(PersonalDataLooks looks, RetentionSettings settings, AuditTrail audit) {
		this.looks = looks;
		this.settings = settings;
		this.audit = audit;
	}

	@Override
	public String name() {
		return "looks at personal data";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.looks());
		long erased = 0;
		for (int some = CHUNK; some == CHUNK;) {
			some = looks.eraseBefore(before, CHUNK);
			erased += some;
		}
		if (erased > 0) {
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, "looks", Map.of("count", Long.toString(erased), "before", before.toString()));
		}
		return erased;
	}
}
