package cn.zhicheng.organisation;

/**
 * The organisation does not exist, or not for the one who asks: which of both is not told.
 */
public class BeyondReachException extends RuntimeException {

	private final String organisation;

	public BeyondReachException(String userId, String organisation) {
		super("Account %s may not do this with organisation %s".formatted(userId, organisation));
		this.organisation = organisation;
	}

	/** @return code as it was asked for, or another word for what was */
	public String organisation() {
		return organisation;
	}
}
