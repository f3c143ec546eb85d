package cn.zhicheng;

import java.util.function.Predicate;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Code of ours that fails when something happens of which a test says so. */
@TestComponent
public class FailingCode implements Armed {

	private static final Predicate<Object> NEVER = event -> false;

	private volatile Predicate<Object> atOnce;
	private volatile Predicate<Object> beforeCommit;
	private volatile boolean failed;

	FailingCode() {
		disarm();
	}

	/** Fails while these events are told. */
	public void at(Predicate<Object> events) {
		atOnce = events;
	}

	/** Fails at the very end of a transaction in which such events were told, when the engine has written all it had to write. */
	public void beforeCommitOf(Predicate<Object> events) {
		beforeCommit = events;
	}

	/** @return whether it has failed before a commit since it was disarmed */
	public boolean hasFailed() {
		return failed;
	}

	@Override
	public final void disarm() {
		atOnce = NEVER;
		beforeCommit = NEVER;
		failed = false;
	}

	@EventListener
	void on(Object event) {
		if (atOnce.test(event)) {
			throw new IllegalStateException("armed");
		}
		if (beforeCommit.test(event)) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					failed = true;
					throw new IllegalStateException("our code fails");
				}
			});
		}
	}
}
