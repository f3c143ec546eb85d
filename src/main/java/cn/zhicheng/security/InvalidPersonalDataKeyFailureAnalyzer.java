package cn.zhicheng.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Lets a start that fails for want of a good key end in two sentences instead of a stack trace. Registered in
 * {@code META-INF/spring.factories}.
 */
class InvalidPersonalDataKeyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPersonalDataKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidPersonalDataKeyException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}
}
