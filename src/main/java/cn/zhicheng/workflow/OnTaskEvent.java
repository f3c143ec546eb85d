package cn.zhicheng.workflow;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one moment of a task at which a listener makes sense; at another one a model may not call it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface OnTaskEvent {

	/** @return name of the event, as in {@code org.camunda.bpm.engine.delegate.TaskListener} */
	String value();
}
