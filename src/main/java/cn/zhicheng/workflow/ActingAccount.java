package cn.zhicheng.workflow;

import java.util.Optional;
import java.util.function.Supplier;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * For whom the engine acts on this thread. Our own services check the rights of whoever asks them before they ask the
 * engine, which then must not ask again by rights that it alone knows.
 */
@Component
class ActingAccount {

	private final IdentityService identities;
	private final ThreadLocal<String> asking = new ThreadLocal<>();

	ActingAccount(@Lazy IdentityService identities) {
		this.identities = identities;
	}

	/** @return what the question answers when the engine checks no rights */
	<T> T asNobody(Supplier<T> question) {
		var asker = identities.getCurrentAuthentication();
		if (asker == null) {
			return question.get();
		}
		identities.clearAuthentication();
		asking.set(asker.getUserId());
		try {
			return question.get();
		} finally {
			asking.remove();
			identities.setAuthentication(asker);
		}
	}

	/** @return the account for which {@link #asNobody} asks on this thread */
	Optional<String> asking() {
		return Optional.ofNullable(asking.get());
	}
}
