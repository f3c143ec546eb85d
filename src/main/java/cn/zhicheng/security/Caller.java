package cn.zhicheng.security;

import java.util.Optional;

/**
 * From where somebody tries to sign in.
 *
 * @param address network address, as the server sees it
 * @param ownAddress whether that is the caller's own; false behind a proxy whose word about it is not taken
 * @param browser what the browser is known by, if it has signed anybody in before; empty for programs and new browsers
 */
public record Caller(String address, boolean ownAddress, Optional<String> browser) {

	/** Somebody of whom nothing is known but the address. */
	public static Caller at(String address) {
		return new Caller(address, true, Optional.empty());
	}
}
