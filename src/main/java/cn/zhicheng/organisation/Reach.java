package cn.zhicheng.organisation;

import java.util.Arrays;

import org.springframework.stereotype.Component;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts.Account;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * How far an administrator reaches. Each organisation answers itself for who reviews in it; the ones above it answer for
 * what it is, where it belongs and who administers it (甘人社通〔2021〕117号 三(二) 第一步: 逐级创建下级账号). The administrators of
 * the installation do the same for the top of the tree, above which there is nobody.
 */
@Component
class Reach {

	private final Organisations organisations;

	Reach(Organisations organisations) {
		this.organisations = organisations;
	}

	/** Describe it, move it, close it: those who administer an organisation above it. */
	boolean governs(Staff staff, Organisation organisation) {
		if (organisation.superior().isEmpty()) {
			return staff.has(StaffRole.ADMINISTRATOR);
		}
		var above = organisation.path().substring(0, organisation.path().length() - organisation.code().length() - 1);
		return staff.administeredOrganisations().stream().anyMatch(root -> above.contains("/" + root + "/"));
	}

	/** Put organisations below it: those who administer it or one above it. */
	boolean governsBelow(Staff staff, Organisation superior) {
		return superior == null ? staff.has(StaffRole.ADMINISTRATOR)
				: OrganisationDirectory.isWithin(superior, staff.administeredOrganisations());
	}

	/** Decide who reviews and supervises for it: its own administrators only. */
	boolean staffs(Staff staff, Organisation organisation) {
		return staff.administeredOrganisations().contains(organisation.code());
	}

	/** Decide who administers it: its own administrators and those above. */
	boolean appoints(Staff staff, Organisation organisation) {
		return staffs(staff, organisation) || governs(staff, organisation);
	}

	/** Change something between the two: whoever reaches both from one place, which is the common superior or above it. */
	boolean governsBoth(Staff staff, Organisation one, Organisation other) {
		return staff.administeredOrganisations().stream()
				.anyMatch(root -> one.path().contains("/" + root + "/") && other.path().contains("/" + root + "/"));
	}

	/**
	 * Whether an account has no rights but such as the one who asks could give: only then may its password be reset or it be
	 * given further groups, or one could take over an account that may do more.
	 */
	boolean covers(Staff staff, Account account) {
		return !account.groups().isEmpty() && account.groups().stream().allMatch(group -> covers(staff, group));
	}

	private boolean covers(Staff staff, String group) {
		if (Arrays.stream(StaffRole.values()).anyMatch(role -> role.group().equals(group))) {
			return false;
		}
		return organisations.findById(StaffGroups.organisationOf(group))
				.filter(organisation -> appoints(staff, organisation)).isPresent();
	}
}
