package cn.zhicheng.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotBlank;

/**
 * Sign-on with an outside identity provider (profile {@code oidc}).
 *
 * @param accountClaim claim of the provider's ID token that holds the account name here
 */
@Validated
@ConfigurationProperties("zhicheng.security.oidc")
record ProviderSettings(@NotBlank @DefaultValue("preferred_username") String accountClaim) {
}
