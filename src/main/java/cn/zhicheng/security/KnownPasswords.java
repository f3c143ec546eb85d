package cn.zhicheng.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Passwords that everybody knows (常见密码): the commonest ones and those of our own examples, however they are written and with
 * whatever year or signs behind them. Whoever guesses begins with these, and rules about letters and digits let them pass.
 */
@Component
public class KnownPasswords {

	private static final ClassPathResource LIST = new ClassPathResource("reference/known-passwords.txt");
	/** Shorter words are part of too many others. */
	private static final int SHORTEST_WORD = 5;
	/** A date and a sign; what is longer was not put behind a word out of habit. */
	private static final int LONGEST_ENDING = 9;

	private final Set<String> list;

	KnownPasswords() {
		try {
			list = LIST.getContentAsString(StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
					.collect(Collectors.toUnmodifiableSet());
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** @return whether a guesser would try this password early */
	public boolean contains(String password) {
		var written = Normalizer.normalize(password, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
		var word = written.replaceFirst("[^\\p{L}]+$", "");
		return list.contains(written) || list.contains(plain(written))
				|| word.length() >= SHORTEST_WORD && written.length() - word.length() <= LONGEST_ENDING && (list.contains(word) || list.contains(plain(word)));
	}

	/** Without the signs that rules ask for. */
	private static String plain(String text) {
		return text.replaceAll("[^\\p{L}\\p{N}]", "");
	}
}
