package cn.zhicheng.security;

import java.time.Duration;
import java.util.Map;

import org.springframework.stereotype.Component;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Tells the audit trail of members of staff who ask for what is not theirs: of the same thing once an hour, on each instance.
 */
@Component
public class RefusedRights {

	private final AuditTrail audit;
	private final Cache<Refused, Boolean> told = Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

	RefusedRights(AuditTrail audit) {
		this.audit = audit;
	}

	private record Refused(String account, String rule, String subject) {
	}

	/**
	 * @param rule message key of the sentence that says why
	 * @param subject what was asked for
	 */
	public void tell(String account, String rule, String subject) {
		told.get(new Refused(account, rule, subject), once -> {
			audit.recordApart(AuditKind.RIGHTS_REFUSED, account, null, subject, Map.of("rule", rule));
			return true;
		});
	}
}
