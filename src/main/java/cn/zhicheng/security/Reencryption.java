package cn.zhicheng.security;

import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Something that is kept encrypted and can be encrypted anew with the current key of {@link PersonalDataKeys}, while the
 * application runs. Every bean of this type takes part in the command {@code reencrypt}.
 */
public interface Reencryption {

	/** @return what it is, for people who run the command, e.g. {@code evidence files}; English */
	String name();

	/**
	 * Encrypts with the current key whatever is not, in small steps each of which is complete in itself: it can be stopped at
	 * any moment and begun again. What others change meanwhile is never overwritten.
	 *
	 * @param progress is told after each step how many were encrypted anew so far
	 * @return how many were encrypted anew
	 */
	long reencrypt(LongConsumer progress);

	/** @return how many there are under each key, by key id; those under no key at all under {@code none} */
	Map<String, Long> countByKey();
}
