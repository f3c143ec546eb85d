package cn.zhicheng.security;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

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

	/** The browser gets the token against forged requests with which the web apps' scripts make changes in a session. */
	void giveToken(String token, HttpServletRequest request, HttpServletResponse response);

	/**
	 * For this request the web apps take it that the account has signed on, and that the token is the session's.
	 *
	 * @return whether the browser has that token already
	 */
	boolean openWebApps(Staff staff, String token, HttpServletRequest request);

	/** @return the token against forged requests that a script of the web apps sent with the request; null without one */
	String tokenOf(HttpServletRequest request);

	/** Until {@link #release()}, the engine acts with the rights of this account on this thread. */
	void actAs(Staff staff);

	/** The engine no longer acts for anybody on this thread. */
	void release();
}
