package cn.zhicheng.workflow;

import java.util.function.Supplier;

import org.springframework.stereotype.Component;

/**
 * Whether dates that a deployment changes to days in the past are meant. Somebody says so who has seen what they do, at
 * {@code /designer}; a deployment over REST or from the folder cannot.
 */
@Component
class PastDates {

	private final ThreadLocal<Boolean> confirmed = ThreadLocal.withInitial(() -> false);

	/** @param deployment during which, in this thread, dates in the past are taken */
	<T> T confirmedDuring(Supplier<T> deployment) {
		confirmed.set(true);
		try {
			return deployment.get();
		} finally {
			confirmed.remove();
		}
	}

	boolean areConfirmed() {
		return confirmed.get();
	}
}
