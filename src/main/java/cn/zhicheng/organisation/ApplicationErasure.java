package cn.zhicheng.organisation;

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

/** Applications that were decided long ago, with what has happened to them. Those that wait stay. */
@Component
class ApplicationErasure implements Erasure {

	private static final Limit CHUNK = Limit.of(200);

	private final FiledApplications applications;
	private final RetentionSettings settings;
	private final AuditTrail audit;
	private final TransactionTemplate transaction;

	ApplicationErasure(FiledApplications applications, RetentionSettings settings, AuditTrail audit, PlatformTransactionManager transactions) {
		this.applications = applications;
		this.settings = settings;
		this.audit = audit;
		this.transaction = new TransactionTemplate(transactions);
	}

	@Override
	public String name() {
		return "applications of organisations";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.applications());
		long erased = 0;
		for (var some = applications.decidedBefore(before, 0, CHUNK); !some.isEmpty();
				some = applications.decidedBefore(before, some.get(some.size() - 1), CHUNK)) {
			for (long id : some) {
				erased += Boolean.TRUE.equals(transaction.execute(status -> eraseOne(id))) ? 1 : 0;
			}
		}
		return erased;
	}

	/** @return false: another instance was faster */
	private boolean eraseOne(long id) {
		var found = applications.findById(id);
		found.ifPresent(application -> {
			// What has happened to it goes with it, in the database.
			applications.delete(application);
			audit.record(AuditKind.ERASED, AuditTrail.SYSTEM, null, application.number(), Map.of("why", "application decided"));
		});
		return found.isPresent();
	}
}
