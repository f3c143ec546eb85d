package cn.zhicheng.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;

import javax.crypto.Mac;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * HTTP basic for programs, checked against the staff accounts. A program sends its password with every request; comparing it
 * takes long on purpose, so that a password that was right is remembered for a while, as a hash that only this process can
 * compute and only as long as the account has that password and no second factor, on whatever instance either was set.
 */
@Component
class StaffPasswordProvider implements AuthenticationProvider {

	private static final Duration REMEMBERED = Duration.ofMinutes(5);
	private static final int ACCOUNTS = 10_000;
	private static final int KEY_LENGTH = 32;

	private final StaffSignOn signOn;
	private final StaffTokens tokens;
	private final StaffDirectory directory;
	private final StaffSignOnAudit audit;
	private final byte[] key = new byte[KEY_LENGTH];
	private final Cache<String, String> right = Caffeine.newBuilder().maximumSize(ACCOUNTS).expireAfterWrite(REMEMBERED).build();

	StaffPasswordProvider(StaffSignOn signOn, StaffTokens tokens, StaffDirectory directory, StaffSignOnAudit audit) {
		this.signOn = signOn;
		this.tokens = tokens;
		this.directory = directory;
		this.audit = audit;
		new SecureRandom().nextBytes(key);
	}

	@Override
	public Authentication authenticate(Authentication request) {
		var userId = request.getName();
		var password = String.valueOf(request.getCredentials());
		if (password.startsWith(StaffTokens.PREFIX)) {
			return withToken(userId, password, caller(request));
		}
		var stamp = directory.passwordStamp(userId).orElse("");
		var proof = hash(stamp + '\n' + userId + '\n' + password);
		if (proof.equals(right.getIfPresent(userId)) && !signOn.hasSecondFactor(userId, stamp)) {
			return StaffAuthentication.ofProgram(directory.find(userId).orElseThrow(StaffPasswordProvider::wrong)).withPasswordStamp(stamp);
		}
		var caller = caller(request);
		var address = caller.address();
		var answer = signOn.check(userId, password, caller);
		if (answer instanceof StaffSignOn.Answer.Accepted accepted) {
			audit.signedOnAsProgram(accepted.staff(), address);
			right.put(userId, proof);
			return StaffAuthentication.ofProgram(accepted.staff()).withPasswordStamp(stamp);
		}
		if (answer instanceof StaffSignOn.Answer.Exhausted) {
			throw new LockedException("Too many attempts");
		}
		if (answer instanceof StaffSignOn.Answer.CodeNeeded) {
			// An account with a second factor belongs to a person: with the password alone it opens nothing.
			audit.refused(userId, "code", address);
		}
		throw wrong();
	}

	/** A token can not be guessed: a right one is not counted, wrong ones are, as all is that fails. */
	private Authentication withToken(String userId, String token, Caller caller) {
		var stamp = directory.passwordStamp(userId);
		var purpose = tokens.use(userId, stamp.orElse(""), token);
		var staff = directory.find(userId);
		if (purpose.isEmpty() || staff.filter(found -> !found.groups().isEmpty()).isEmpty()) {
			if (signOn.check(userId, token, caller) instanceof StaffSignOn.Answer.Exhausted) {
				throw new LockedException("Too many attempts");
			}
			throw wrong();
		}
		return StaffAuthentication.ofToken(staff.get(), purpose.get()).withPasswordStamp(stamp.orElseThrow(StaffPasswordProvider::wrong));
	}

	private static BadCredentialsException wrong() {
		return new BadCredentialsException("Account or password wrong");
	}

	private static Caller caller(Authentication request) {
		return request.getDetails() instanceof Caller caller ? caller : Caller.at("");
	}

	private String hash(String text) {
		Mac mac = Hkdf.hmac(key);
		return java.util.HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
	}
}
