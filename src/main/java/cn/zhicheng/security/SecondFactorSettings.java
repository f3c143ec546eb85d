package cn.zhicheng.security;

import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

/**
 * The second factor of staff accounts: a code that changes every 30 seconds, from an app on the owner's phone (RFC 6238).
 *
 * @param requiredFor roles whose accounts must have one; others may
 * @param issuer name under which the app on the phone lists the account
 */
@Validated
@ConfigurationProperties("zhicheng.security.second-factor")
record SecondFactorSettings(@NotNull @DefaultValue Set<Role> requiredFor, @NotBlank @DefaultValue("职称信息采集") String issuer) {

	/** The roles of staff, in the words of the settings. */
	enum Role {

		REVIEWER, ORGANISATION_ADMINISTRATOR, SUPERVISOR, DESIGNER, ADMINISTRATOR, SECURITY, AUDITOR;

		boolean isHeldBy(Staff staff) {
			return switch (this) {
				case REVIEWER -> staff.isReviewer();
				case ORGANISATION_ADMINISTRATOR -> !staff.administeredOrganisations().isEmpty();
				case SUPERVISOR -> staff.has(StaffRole.SUPERVISOR) || !staff.supervisedOrganisations().isEmpty();
				case DESIGNER -> staff.has(StaffRole.DESIGNER);
				case ADMINISTRATOR -> staff.has(StaffRole.ADMINISTRATOR);
				case SECURITY -> staff.has(StaffRole.SECURITY);
				case AUDITOR -> staff.has(StaffRole.AUDITOR);
			};
		}
	}

	/** @return whether an account with these rights needs a second factor */
	boolean isRequiredFor(Staff staff) {
		return requiredFor.stream().anyMatch(role -> role.isHeldBy(staff));
	}
}
