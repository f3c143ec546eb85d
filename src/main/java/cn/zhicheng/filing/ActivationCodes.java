package cn.zhicheng.filing;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.springframework.stereotype.Component;

import cn.zhicheng.security.PersonalDataHash;

/**
 * Makes and checks activation codes (激活码): eight letters and digits that are not mistaken for one another when read from
 * paper, e.g. {@code K7QF-3M9X}. Of 31<sup>8</sup> codes, five can be tried in a quarter of an hour. A code fits one
 * person only, and is kept as a keyed hash.
 */
@Component
class ActivationCodes {

	private static final String CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
	private static final int LENGTH = 8;
	private static final String HASH_PURPOSE = "activation-code";
	private static final SecureRandom RANDOM = new SecureRandom();

	private final PersonalDataHash hash;

	ActivationCodes(PersonalDataHash hash) {
		this.hash = hash;
	}

	/** @return a new code in two groups of four */
	String random() {
		var code = new StringBuilder();
		for (int i = 0; i < LENGTH; i++) {
			if (i == LENGTH / 2) {
				code.append('-');
			}
			code.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
		}
		return code.toString();
	}

	/** @return what is kept of a code for a person of a roster */
	String hashFor(RosterEntry person, String code) {
		return hash.of(HASH_PURPOSE, person.documentType() + "/" + person.documentNumberHash() + "/" + TypedNumber.normalise(code));
	}

	/**
	 * @param typed as typed: small letters, blanks and hyphens do not matter
	 * @return whether this is the code that was handed out and can still be used
	 */
	boolean fits(RosterEntry person, String typed, Instant now) {
		// Computed in any case, so that the time does not tell whether there is a code.
		var tried = hashFor(person, typed).getBytes(StandardCharsets.US_ASCII);
		return person.usableCodeHash(now).filter(kept -> MessageDigest.isEqual(kept.getBytes(StandardCharsets.US_ASCII), tried))
				.isPresent();
	}
}
