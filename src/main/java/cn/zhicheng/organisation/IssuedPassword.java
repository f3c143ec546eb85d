package cn.zhicheng.organisation;

/**
 * A first password, to be shown once and handed over: nobody can read it again.
 *
 * @param userId account name
 * @param name of the person or office
 */
public record IssuedPassword(String userId, String name, String password) {

	@Override
	public String toString() {
		return "IssuedPassword[" + userId + "]";
	}
}
