package cn.zhicheng.organisation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import cn.zhicheng.security.StaffGroups;

/**
 * What an account can be for an organisation.
 */
public enum StaffKind {

	/** 机构管理员: answers for the organisation and for the subtree below it. */
	ADMINISTRATOR,
	/** 审核人员: decides on the records that lie at the organisation. */
	REVIEWER,
	/** 督办人员: sees the organisation and the subtree below it. */
	SUPERVISOR;

	/** @return the account group of those who are this for the organisation */
	public String groupOf(String organisation) {
		return switch (this) {
			case ADMINISTRATOR -> StaffGroups.administratorsOf(organisation);
			case REVIEWER -> organisation;
			case SUPERVISOR -> StaffGroups.supervisorsOf(organisation);
		};
	}

	/** @return the word for it in addresses: {@code reviewer} */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** @return message key of the Chinese name */
	public String messageKey() {
		return "staffKind." + name();
	}

	public static Optional<StaffKind> ofKey(String key) {
		return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
	}
}
