package cn.zhicheng.workflow;

import org.springframework.stereotype.Component;

/**
 * Whether somebody has seen what a deployment changes and confirmed it. That is so of what was taken at {@code /designer/proposals};
 * of a deployment over REST it can not be.
 */
@Component
class ConfirmedDeployment {

	private final ThreadLocal<Boolean> given = ThreadLocal.withInitial(() -> false);

	/** @param deployment that is confirmed, in this thread */
	void during(Runnable deployment) {
		given.set(true);
		try {
			deployment.run();
		} finally {
			given.remove();
		}
	}

	boolean isGiven() {
		return given.get();
	}
}
