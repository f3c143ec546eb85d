package cn.zhicheng.filing;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of filing, prefix {@code zhicheng.filing}.
 *
 * @param titles table of series, levels and titles, as {@code reference/titles.csv}; an own file is given as
 *     {@code file:/path/titles.csv}
 * @param activation whether the first sign-in needs an activation code from a unit ({@code required}) or not ({@code free})
 * @param activationCodeValidity how long a code can be used after it was handed out, e.g. {@code 90d}
 * @param portalAddress address of the portal on the slips with the codes, e.g. {@code https://zc.example.cn/portal}; null:
 *     the one under which the page of the slips was opened
 */
@Validated
@ConfigurationProperties("zhicheng.filing")
public record FilingSettings(@NotNull @DefaultValue("classpath:reference/titles.csv") Resource titles,
		@NotNull @DefaultValue("required") Activation activation,
		@NotNull @DefaultValue("90d") Duration activationCodeValidity,
		@Pattern(regexp = "https?://\\S+", message = "must be a full address, e.g. https://zc.example.cn/portal") String portalAddress) {

	/** What the first sign-in needs. */
	public enum Activation {
		/** A code that a unit has handed out from its roster. */
		REQUIRED,
		/** Nothing beside document number and name, as long as the account was never opened. */
		FREE
	}

	@AssertTrue(message = "zhicheng.filing.activation-code-validity must be at least one hour, e.g. 90d")
	boolean isCodeValidLongEnough() {
		return activationCodeValidity == null || activationCodeValidity.compareTo(Duration.ofHours(1)) >= 0;
	}
}
