package cn.zhicheng.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the keys that protect personal data come from: exactly one of {@code key} and {@code keyFile}. The values are
 * judged by {@link PersonalDataKeys} and not by annotations, because the report of a failed annotation prints the
 * rejected value.
 *
 * @param key 32 random bytes in base64, meant to come from the environment as
 *     {@code ZHICHENG_PERSONAL_DATA_KEY}; {@code null} or blank if a file is used
 * @param keyFile file of lines {@code keyId base64}, the current key first and older ones below, and the
 *     root of the hashes, see {@link PersonalDataKeys}; empty lines and
 *     lines that begin with {@code #} are skipped; {@code null} if {@code key} is used
 * @param createKeyFile whether a missing {@code keyFile} is created with a fresh random key; for demonstrations only,
 *     since elsewhere a missing file means that the data can no longer be read
 */
@ConfigurationProperties("zhicheng.security.personal-data")
public record PersonalDataSettings(String key, Path keyFile, @DefaultValue("false") boolean createKeyFile) {

	boolean hasKey() {
		return key != null && !key.isBlank();
	}

	boolean hasKeyFile() {
		return keyFile != null && !keyFile.toString().isBlank();
	}

	/** Leaves the key out, so that it cannot reach a log. */
	@Override
	public String toString() {
		return "PersonalDataSettings[key=" + (hasKey() ? "(set)" : "(not set)") + ", keyFile=" + keyFile
				+ ", createKeyFile=" + createKeyFile + "]";
	}
}
