package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Superiors that a transaction has asked for at its beginning, all at once.
 */
final class KeptSuperiors {

	private final Set<String> asked;
	private final Map<String, Organisation> superiors;

	private KeptSuperiors(Collection<String> asked, List<Organisations.Step> steps) {
		this.asked = Set.copyOf(asked);
		this.superiors = steps.stream().collect(Collectors.toMap(Organisations.Step::code, Organisations.Step::superior));
	}

	/** Until the transaction under way has ended. */
	static void keep(Collection<String> asked, List<Organisations.Step> steps) {
		var kept = new KeptSuperiors(asked, steps);
		TransactionSynchronizationManager.bindResource(KeptSuperiors.class, kept);
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void suspend() {
				TransactionSynchronizationManager.unbindResource(KeptSuperiors.class);
			}

			@Override
			public void resume() {
				TransactionSynchronizationManager.bindResource(KeptSuperiors.class, kept);
			}

			@Override
			public void afterCompletion(int status) {
				TransactionSynchronizationManager.unbindResourceIfPossible(KeptSuperiors.class);
			}
		});
	}

	/** @return null when the transaction keeps none */
	static KeptSuperiors inTransaction() {
		return (KeptSuperiors) TransactionSynchronizationManager.getResource(KeptSuperiors.class);
	}

	boolean has(String code) {
		return asked.contains(code);
	}

	Optional<Organisation> superiorOf(String code) {
		return Optional.ofNullable(superiors.get(code));
	}
}
