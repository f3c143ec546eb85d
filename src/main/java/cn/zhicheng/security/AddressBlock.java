package cn.zhicheng.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What counts as one network address: an IPv4 address by itself, an IPv6 address with its whole /64, since that is the least
 * a single customer is given (RFC 6177) and whoever has it can use another address for every attempt.
 */
final class AddressBlock {

	private static final int PREFIX_BYTES = 8;
	/** Nothing that would be looked up as a name. */
	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]+");

	private AddressBlock() {
	}

	/**
	 * @param address as the request tells it, with or without a zone ({@code %eth0})
	 * @return the block it belongs to; what is no IPv6 address, unchanged
	 */
	static String of(String address) {
		var literal = address.split("%", 2)[0];
		if (!IPV6.matcher(literal).matches()) {
			return address;
		}
		try {
			var parsed = InetAddress.getByName(literal);
			// An IPv4 address in the form of IPv6 (::ffff:192.0.2.1) is parsed as what it is.
			return parsed instanceof Inet6Address ? HexFormat.of().formatHex(parsed.getAddress(), 0, PREFIX_BYTES) + "/64"
					: parsed.getHostAddress();
		} catch (UnknownHostException malformed) {
			return address;
		}
	}
}
