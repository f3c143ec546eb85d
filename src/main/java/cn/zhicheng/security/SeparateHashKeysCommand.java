package cn.zhicheng.security;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Command {@code separate-hash-keys}: writes a key file with the same keys in which the hashes no longer come from the
 * oldest encryption key, so that this can be removed. Nothing in the database changes.
 */
@Component
class SeparateHashKeysCommand implements OperatorCommand {

	private static final Logger LOG = LoggerFactory.getLogger(SeparateHashKeysCommand.class);

	private final PersonalDataKeys keys;
	private final String output;

	SeparateHashKeysCommand(PersonalDataKeys keys, @Value("${zhicheng.command-output:}") String output) {
		this.keys = keys;
		this.output = output;
	}

	@Override
	public String name() {
		return "separate-hash-keys";
	}

	@Override
	public int run() {
		if (output.isBlank() || Files.exists(Path.of(output))) {
			LOG.error("Name a file that does not exist yet in --zhicheng.command-output.");
			return NOT_WELL;
		}
		byte[] root = new byte[PersonalDataKeys.KEY_LENGTH];
		new SecureRandom().nextBytes(root);
		PersonalDataKeySource.write(Path.of(output), keys.linesWithSeparateHashKeys(root));
		LOG.info("Wrote {}. Use it as zhicheng.security.personal-data.key-file on all instances, and keep a copy in a safe place.", output);
		return DONE;
	}
}
