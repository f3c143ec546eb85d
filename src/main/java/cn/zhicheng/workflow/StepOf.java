package cn.zhicheng.workflow;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one process whose steps a bean does: it works on what the business key of that process names.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface StepOf {

	/** @return id of the process */
	String value();
}
