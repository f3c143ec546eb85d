package cn.zhicheng.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

import javax.crypto.spec.SecretKeySpec;

import org.apache.commons.codec.binary.Base32;
import org.springframework.stereotype.Component;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;

/**
 * Time-based one-time codes (RFC 6238: six digits, 30 seconds, SHA-1, as every authenticator app knows them).
 */
@Component
class SecondFactor {

	private static final int SECRET_BYTES = 20;
	private static final SecureRandom RANDOM = new SecureRandom();
	private static final Base32 BASE32 = new Base32();

	private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
	private final SecondFactorSettings settings;
	private final Clock clock;

	SecondFactor(SecondFactorSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
	}

	/** @return a new secret in base 32, as it is typed into an authenticator app */
	String newSecret() {
		var secret = new byte[SECRET_BYTES];
		RANDOM.nextBytes(secret);
		return BASE32.encodeToString(secret).replace("=", "");
	}

	/** @return the address that an authenticator app reads from a QR code */
	String address(String userId, String secret) {
		var issuer = encode(settings.issuer());
		return "otpauth://totp/%s:%s?secret=%s&issuer=%s".formatted(issuer, encode(userId), secret, issuer);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Checks a code against this moment and the steps just before and after it, since clocks of phones are never quite right.
	 *
	 * @param typed what was typed; spaces do not count
	 * @return the time step to which the code belongs, empty when it is wrong
	 */
	OptionalLong stepOf(String secret, String typed) {
		var code = typed.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
		var now = clock.instant();
		for (var at : new Instant[] { now, now.minus(step()), now.plus(step()) }) {
			if (MessageDigest.isEqual(codeAt(secret, at).getBytes(StandardCharsets.UTF_8), code)) {
				return OptionalLong.of(at.getEpochSecond() / step().toSeconds());
			}
		}
		return OptionalLong.empty();
	}

	/** @return the six digits that an authenticator app shows at a moment */
	String codeAt(String secret, Instant at) {
		try {
			return codes.generateOneTimePasswordString(new SecretKeySpec(BASE32.decode(secret), codes.getAlgorithm()), at);
		} catch (InvalidKeyException e) {
			throw new IllegalStateException("A secret of our own making is refused", e);
		}
	}

	private Duration step() {
		return codes.getTimeStep();
	}
}
