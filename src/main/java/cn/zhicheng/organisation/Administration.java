package cn.zhicheng.organisation;

import java.util.Optional;

import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * What somebody is an administrator of, where two persons say who: a role that keeps the installation, or a topmost organisation.
 *
 * @param role null for that of an organisation
 * @param organisation code of the topmost organisation; null for a role
 */
public record Administration(StaffRole role, String organisation) {

	/**
	 * @param typed code of an organisation, or the account group of a role; blank: the administrators of the installation
	 */
	static Administration of(String typed) {
		var place = typed.strip();
		if (place.isEmpty()) {
			return new Administration(StaffRole.ADMINISTRATOR, null);
		}
		return StaffRole.of(place).filter(role -> role.keepsInstallation()).map(role -> new Administration(role, null)).orElseGet(() -> new Administration(null, place));
	}

	/** @return that of an account group; empty when the group is neither of such a role nor of administrators */
	public static Optional<Administration> ofGroup(String group) {
		if (StaffGroups.isAdministrators(group)) {
			return Optional.of(ofOrganisation(StaffGroups.organisationOf(group)));
		}
		return StaffRole.of(group).filter(role -> role.keepsInstallation()).map(role -> new Administration(role, null));
	}

	static Administration ofOrganisation(String code) {
		return new Administration(null, code);
	}

	boolean isOfOrganisation() {
		return organisation != null;
	}

	/** @return the account group of those who have it */
	String group() {
		return isOfOrganisation() ? StaffGroups.administratorsOf(organisation) : role.group();
	}

	/** @return as it is typed and stored: {@link #of} leads back */
	String typed() {
		return isOfOrganisation() ? organisation : role == StaffRole.ADMINISTRATOR ? "" : role.group();
	}
}
