package cn.zhicheng.security;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often verification, sign-in and the public pages of applications may be used; each limit is written as number/period, e.g. {@code 30/1m}.
 * Of IPv6, all addresses of a /64 count as one. Those of the sign-in count in the database and their periods grow ({@link SignInAttempts}),
 * the others within one instance of the application.
 *
 * @param verificationByAddress verifications from one network address
 * @param verificationByNumber verifications of one document or certificate number
 * @param signInByAddress failed attempts to sign in from one network address to accounts that have never signed in there, of individuals and of staff
 *     apart, and the first wait after them
 * @param signInByNumber failed attempts to sign in to one account or number where it has never signed in before, and the first wait after them
 * @param applicationByAddress applications of units without an account from one network address
 * @param applicationStatusByAddress questions what has become of one, from one network address
 * @param keys how many addresses and numbers are remembered at most
 */
@Validated
@ConfigurationProperties("zhicheng.security.throttle")
public record ThrottleSettings(
		@NotNull @DefaultValue("30/1m") Limit verificationByAddress,
		@NotNull @DefaultValue("10/1h") Limit verificationByNumber,
		@NotNull @DefaultValue("30/10m") Limit signInByAddress,
		@NotNull @DefaultValue("5/15m") Limit signInByNumber,
		@NotNull @DefaultValue("10/1h") Limit applicationByAddress,
		@NotNull @DefaultValue("30/10m") Limit applicationStatusByAddress,
		@Min(1_000) @Max(10_000_000) @DefaultValue("200000") int keys) {
}
