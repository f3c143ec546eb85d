package cn.zhicheng.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * What the browser keeps for us between two requests, instead of the server: encrypted, so that nobody reads or changes it, for
 * one purpose and for so long. Every instance can open what another has sealed; nothing of it is stored here, whoever sends how
 * much.
 */
@Component
public class SealedText {

	private static final String KEY = "sealed-text";

	private final PersonalDataCipher cipher;
	private final Clock clock;

	SealedText(PersonalDataKeys keys, Clock clock) {
		this.cipher = PersonalDataCipher.ofPassingThings(keys, KEY);
		this.clock = clock;
	}

	/**
	 * @param purpose what it is for: opened for another one it is nothing
	 * @param text not null
	 * @param validFor how long it can be opened
	 * @return letters, digits, hyphens, underscores and colons, a third longer than the text in UTF-8
	 */
	public String seal(String purpose, String text, Duration validFor) {
		return cipher.encrypt(purpose, clock.instant().plus(validFor).toEpochMilli() + "\n" + text);
	}

	/**
	 * @param sealed what came from the browser; null for nothing
	 * @return the text; empty when it was not sealed here for this purpose, or its time is over
	 */
	public Optional<String> open(String purpose, String sealed) {
		if (sealed == null || sealed.isEmpty()) {
			return Optional.empty();
		}
		try {
			var parts = cipher.decrypt(purpose, sealed).split("\n", 2);
			return clock.instant().isBefore(Instant.ofEpochMilli(Long.parseLong(parts[0]))) ? Optional.of(parts[1]) : Optional.empty();
		} catch (UnreadablePersonalDataException other) {
			return Optional.empty();
		}
	}
}
