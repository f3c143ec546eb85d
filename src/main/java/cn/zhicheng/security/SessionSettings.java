package cn.zhicheng.security;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * How long somebody stays signed in.
 *
 * @param idle without a request, after which a session is over
 * @param longest after which it is over in any case
 * @param connections to the database for the one question of each request whose session it is; they wait for nothing else
 * @param patience how long such a question may wait before the request is told that the service is away
 */
@Validated
@ConfigurationProperties("zhicheng.security.session")
record SessionSettings(@NotNull @DefaultValue("30m") Duration idle, @NotNull @DefaultValue("12h") Duration longest,
		@Min(1) @Max(50) @DefaultValue("4") int connections, @NotNull @DefaultValue("2s") Duration patience) {
}
