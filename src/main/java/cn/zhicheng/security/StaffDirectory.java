package cn.zhicheng.security;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where staff accounts are kept (Camunda's identity tables) and how a request says whose it is.
 */
public interface StaffDirectory {

	/** @return the account, with its groups as they are now; empty when name or password are wrong */
	Optional<Staff> authenticate(String userId, String password);

	/** @return the account signed on in the web apps with this request's session, with its groups as they are now */
	Optional<Staff> signedOn(HttpServletRequest request);

	/** @return whether the request carries the token against forged requests that belongs to its session */
	boolean hasValidToken(HttpServletRequest request);

	/** Until {@link #release()}, the engine acts with the rights of this account on this thread. */
	void actAs(Staff staff);

	/** The engine no longer acts for anybody on this thread. */
	void release();
}
