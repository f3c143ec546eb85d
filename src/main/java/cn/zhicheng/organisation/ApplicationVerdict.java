package cn.zhicheng.organisation;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the competent superior decides on an application.
 */
public enum ApplicationVerdict {

	/** 批准: the organisation and the account of its administrator are created. */
	APPROVE("approve", false),
	/** 转由现有机构填报: no account; the people concerned file with an organisation that exists. */
	REFER("refer", false),
	/** 转交其他机构: somebody else is competent. */
	FORWARD("forward", true),
	/** 不予批准. */
	REJECT("reject", true);

	private final String key;
	private final boolean reasonRequired;

	ApplicationVerdict(String key, boolean reasonRequired) {
		this.key = key;
		this.reasonRequired = reasonRequired;
	}

	/** @return the word for it with which the task is completed */
	public String key() {
		return key;
	}

	boolean isReasonRequired() {
		return reasonRequired;
	}

	/** @param key anything a client has sent, null included */
	public static Optional<ApplicationVerdict> ofKey(Object key) {
		return Arrays.stream(values()).filter(verdict -> verdict.key.equals(key)).findFirst();
	}
}
