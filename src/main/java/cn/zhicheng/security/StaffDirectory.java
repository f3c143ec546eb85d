package cn.zhicheng.security;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where staff accounts are kept (Camunda's identity tables) and how a request says whose it is.
 */
public interface StaffDirectory {

	/**
	 * Takes the same time whether or not there is such an account.
	 *
	 * @return the account, with its groups as they are now; empty when name or password are wrong
	 */
	Optional<Staff> authenticate(String userId, String password);

	/** @return the account, with its groups as they are now; empty when there is none of this name */
	Optional<Staff> find(String userId);

	/** @return a value that changes whenever the account's password is set, by whomever; empty when there is no such account */
	Optional<String> passwordStamp(String userId);

	/**
	 * From now on the request's session, under a new id, is that of the account, in our pages and in the web apps, for as long
	 * as the account has the password it has now.
	 */
	void signOn(Staff staff, HttpServletRequest request);

	/**
	 * @return the account signed on with this request's session, with its groups as they are now and its password's stamp; empty
	 *         once the password has been set anew, by whomever, or the account removed
	 */
	Optional<StaffAuthentication> signedOn(HttpServletRequest request);

	/** @return whether the request carries the token against forged requests that belongs to its session */
	boolean hasValidToken(HttpServletRequest request);

	/** Until {@link #release()}, the engine acts with the rights of this account on this thread. */
	void actAs(Staff staff);

	/** The engine no longer acts for anybody on this thread. */
	void release();
}
