package cn.zhicheng.organisation;

/**
 * A unit without an account has applied, or an individual for it; published in the transaction in which that happens.
 *
 * @param number of the application
 */
public record ApplicationFiled(String number) {

	/**
	 * The organisation where an application lies has gone into another one or was closed: it is to be routed anew.
	 *
	 * @param number of the application
	 */
	public record PlaceGone(String number) {
	}
}
