package cn.zhicheng.security;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Stores entries of the audit trail, each sealed over its own content and id; {@link AuditLinker} chains them.
 */
@Service
class StoredAuditTrail implements AuditTrail {

	private static final int LONGEST_ACTOR = 64;
	private static final int LONGEST_ORGANISATION = 60;
	private static final int LONGEST_SUBJECT = 200;
	private static final int LONGEST_DETAIL = 2000;
	private static final JsonMapper JSON = new JsonMapper();

	private final AuditStore store;
	private final AuditSeals seals;
	private final Clock clock;

	StoredAuditTrail(AuditStore store, AuditSeals seals, Clock clock) {
		this.store = store;
		this.seals = seals;
		this.clock = clock;
	}

	@Override
	@Transactional
	public void record(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details) {
		add(kind, actor, organisation, subject, details);
	}

	@Override
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	public void recordApart(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details) {
		add(kind, actor, organisation, subject, details);
	}

	private void add(AuditKind kind, String actor, String organisation, String subject, Map<String, String> details) {
		Assert.notNull(kind, "An audit entry needs a kind");
		Assert.hasText(actor, "An audit entry needs an actor");
		Assert.state(!TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
				"The audit trail cannot be written in a read-only transaction");
		var entry = new AuditEntry(store.nextId(), clock.instant().truncatedTo(ChronoUnit.MICROS), kind.name(),
				text(actor, LONGEST_ACTOR), text(organisation, LONGEST_ORGANISATION), text(subject, LONGEST_SUBJECT),
				details.isEmpty() ? null : json(details), null, null, null);
		store.add(new AuditEntry(entry.id(), entry.at(), entry.kind(), entry.actor(), entry.organisation(), entry.subject(),
				entry.details(), seals.ofEntry(entry), null, null));
	}

	/** PostgreSQL refuses the character 0, which comes only from someone who tries what happens. */
	private static String text(String text, int longest) {
		if (text == null) {
			return null;
		}
		var masked = LogMask.mask(text.replace('\0', ' '));
		if (masked.length() <= longest) {
			return masked;
		}
		// Never in the middle of a character of two code units.
		return masked.substring(0, Character.isHighSurrogate(masked.charAt(longest - 1)) ? longest - 1 : longest);
	}

	private static String json(Map<String, String> details) {
		var masked = new TreeMap<String, String>();
		details.forEach((key, value) -> masked.put(key, text(value, LONGEST_DETAIL)));
		try {
			return JSON.writeValueAsString(masked);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}
}
