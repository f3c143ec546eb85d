package cn.zhicheng.workflow;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.springframework.boot.test.context.TestComponent;

import cn.zhicheng.Armed;

/** Fails in the engine, in a step of a process that calls it and comes after our part of the transaction. */
@TestComponent("failingStep")
public class FailingStep implements ExecutionListener, Armed {

	private volatile String at;

	/** @param step id in the model */
	void failAt(String step) {
		at = step;
	}

	@Override
	public void disarm() {
		at = null;
	}

	@Override
	public void notify(DelegateExecution execution) {
		if (execution.getCurrentActivityId().equals(at)) {
			throw new IllegalStateException("the engine fails");
		}
	}
}
