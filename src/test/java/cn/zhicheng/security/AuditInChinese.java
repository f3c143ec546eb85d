package cn.zhicheng.security;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.Ordered;

/**
 * Whatever a test makes the application tell the audit trail has its words in Chinese, or the test fails: the auditor reads it.
 */
@TestComponent
public class AuditInChinese implements BeanPostProcessor, Ordered {

	/** From the files: commands of the operator have no texts of their own. */
	private static final List<ResourceBundle> TEXTS = Stream.of("messages.audit", "messages.alert").map(name -> ResourceBundle.getBundle(name, Locale.ROOT)).toList();

	/** After transactions have been put around it. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return bean instanceof AuditTrail trail ? looked(trail) : bean;
	}

	private AuditTrail looked(AuditTrail trail) {
		return (AuditTrail) Proxy.newProxyInstance(AuditTrail.class.getClassLoader(), new Class<?>[] { AuditTrail.class }, (proxy, method, arguments) -> {
			if (method.getName().startsWith("record")) {
				look((AuditKind) arguments[0], (Map<?, ?>) arguments[4]);
			}
			try {
				return method.invoke(trail, arguments);
			} catch (InvocationTargetException failed) {
				throw failed.getCause();
			}
		});
	}

	private void look(AuditKind kind, Map<?, ?> details) {
		require("auditKind." + kind);
		if (kind == AuditKind.REENCRYPTED) {
			// Names of columns, for who has the keys.
			return;
		}
		details.forEach((name, value) -> {
			require(AuditTexts.detailKey(name.toString()));
			if (AuditTexts.WORDS.contains(name.toString())) {
				require(AuditTexts.valueKey(name.toString(), value.toString()));
			}
		});
	}

	private void require(String key) {
		if (TEXTS.stream().noneMatch(texts -> texts.containsKey(key))) {
			throw new AssertionError("The auditor would read English: there is no message " + key);
		}
	}
}
