package cn.zhicheng.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Erasure;

/**
 * Forgets messages a year after they were sent: by then nothing asks for the same reminder again.
 */
@Component
class MessageErasure implements Erasure {

	private static final Duration KEPT = Duration.ofDays(365);

	private final OutgoingMessages messages;
	private final AuditTrail audit;

	MessageErasure(OutgoingMessages messages, AuditTrail audit) {
		this.messages = messages;
		this.audit = audit;
	}

	@Override
	public String name() {
		return "messages";
	}

	@Override
	@Transactional
	public long erase(Instant now) {
		var before = now.minus(KEPT);
		int erased = messages.deleteEndedBefore(before);
		if (erased > 0) {
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, name(), Map.of("count", Integer.toString(erased), "before", before.toString()));
		}
		return erased;
	}
}
