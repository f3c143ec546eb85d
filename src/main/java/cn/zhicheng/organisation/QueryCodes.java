package cn.zhicheng.organisation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

import org.springframework.stereotype.Component;

import cn.zhicheng.security.PersonalDataHash;

/**
 * Makes and checks the codes (查询码) with which a unit looks its application up and gets its first password: twelve letters
 * and digits that are not mistaken for one another, e.g. {@code K7QF-3M9X-2HTW}. A code fits one application only, and is
 * kept as a keyed hash.
 */
@Component
class QueryCodes {

	private static final String CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	private static final int GROUPS = 3;
	private static final int GROUP_LENGTH = 4;
	private static final String HASH_PURPOSE = "organisation-application-code";
	private static final SecureRandom RANDOM = new SecureRandom();

	private final PersonalDataHash hash;

	QueryCodes(PersonalDataHash hash) {
		this.hash = hash;
	}

	String random() {
		var code = new StringBuilder();
		for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
			if (i > 0 && i % GROUP_LENGTH == 0) {
				code.append('-');
			}
			code.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
		}
		return code.toString();
	}

	/** @return what is kept of the code of an application */
	String hashFor(String number, String code) {
		return hash.of(HASH_PURPOSE, number + "/" + normalise(code));
	}

	/**
	 * @param kept hash of the application with this number; empty when there is none
	 * @param typed as typed: small letters, blanks and hyphens do not matter
	 */
	boolean fits(Optional<String> kept, String number, String typed) {
		// Computed in any case, so that the time does not tell whether there is such an application.
		var tried = hashFor(number, typed).getBytes(StandardCharsets.US_ASCII);
		return kept.filter(one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), tried)).isPresent();
	}

	/** @return a number or code as it is looked up: neither has anything but letters and digits */
	static String normalise(String typed) {
		return Normalizer.normalize(typed, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
	}
}
