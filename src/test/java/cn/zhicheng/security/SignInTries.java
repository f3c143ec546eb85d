package cn.zhicheng.security;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.util.ReflectionTestUtils;

import com.github.benmanes.caffeine.cache.Cache;

/** What was counted of attempts to sign in, in tests that go on with the same accounts and addresses. */
public final class SignInTries {

	private SignInTries() {
	}

	/** Nobody has failed, and nobody has signed in anywhere. */
	public static void forget(JdbcClient database) {
		database.sql("delete from sign_in_attempts").update();
		database.sql("delete from known_place").update();
	}

	/** Nothing else has been used either. */
	public static void forget(Throttle throttle) {
		((Cache<?, ?>) ReflectionTestUtils.getField(throttle, "periods")).invalidateAll();
	}
}
