package cn.zhicheng.workflow;

import java.util.Base64;

import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How the passwords of staff are kept: as those of individuals, with bcrypt. The engine's own hash is made to be quick;
 * accounts that still have one keep it until their password is changed.
 */
class StaffPasswords implements PasswordEncryptor {

	private final PasswordEncoder encoder;

	StaffPasswords(PasswordEncoder encoder) {
		this.encoder = encoder;
	}

	@Override
	public String encrypt(String saltedPassword) {
		return encoder.encode(shortened(saltedPassword));
	}

	@Override
	public boolean check(String saltedPassword, String hash) {
		return encoder.matches(shortened(saltedPassword), hash);
	}

	@Override
	public String hashAlgorithmName() {
		return "bcrypt-sha256";
	}

	/** bcrypt reads 72 bytes only, and the engine has put a salt behind the password. */
	private static String shortened(String password) {
		return Base64.getEncoder().encodeToString(DigestUtils.sha256(password));
	}
}
