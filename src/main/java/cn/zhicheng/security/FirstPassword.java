package cn.zhicheng.security;

import java.security.SecureRandom;

/**
 * Makes the passwords with which a new account is opened once.
 */
public final class FirstPassword {

	/** Without characters that are mistaken for one another when read from paper. */
	private static final String CHARACTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	private static final int GROUPS = 4;
	private static final int GROUP_LENGTH = 4;
	private static final SecureRandom RANDOM = new SecureRandom();

	private FirstPassword() {
	}

	/** @return four groups of four letters and digits with hyphens between, always with a letter of either case and a digit */
	public static String random() {
		String password;
		do {
			password = draw();
		} while (password.chars().noneMatch(Character::isDigit) || password.chars().noneMatch(Character::isUpperCase)
				|| password.chars().noneMatch(Character::isLowerCase));
		return password;
	}

	private static String draw() {
		var password = new StringBuilder();
		for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
			if (i > 0 && i % GROUP_LENGTH == 0) {
				password.append('-');
			}
			password.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
		}
		return password.toString();
	}
}
