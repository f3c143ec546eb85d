package cn.zhicheng.organisation;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes valid credit codes that nobody has yet, by the rules of GB 32100-2015 and GB 11714-1997.
 */
public final class CreditCodes {

	private static final String CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	private static final int[] WEIGHTS = { 3, 7, 9, 10, 5, 8, 4, 2 };
	private static final AtomicInteger LAST = new AtomicInteger(40_000_000);

	private CreditCodes() {
	}

	public static String next() {
		var organisation = "%08d".formatted(LAST.incrementAndGet());
		int sum = 0;
		for (int i = 0; i < WEIGHTS.length; i++) {
			sum += (organisation.charAt(i) - '0') * WEIGHTS[i];
		}
		var body = "91620702" + organisation + "0123456789X0".charAt(11 - sum % 11);
		int whole = 0;
		int weight = 1;
		for (int i = 0; i < body.length(); i++) {
			whole += CHARACTERS.indexOf(body.charAt(i)) * weight;
			weight = weight * 3 % 31;
		}
		return body + CHARACTERS.charAt((31 - whole % 31) % 31);
	}
}
