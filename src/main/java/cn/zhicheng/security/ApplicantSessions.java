package cn.zhicheng.security;

/**
 * Says whether the session of an individual still counts; asked with every request in the portal.
 */
public interface ApplicantSessions {

	/** @return false when the person has to sign in again because the password was forgotten or replaced since */
	boolean holds(ApplicantPrincipal person);
}
