package cn.zhicheng.workflow;

import java.util.Set;

/**
 * The variables of one process, as the code declares them. A model's expressions may name no others, except what the model
 * itself declares; a process without such a bean may name those of all.
 */
interface ProcessVariables {

	/** @return id of the process */
	String process();

	/** @return every name an expression of the process may use */
	Set<String> names();
}
