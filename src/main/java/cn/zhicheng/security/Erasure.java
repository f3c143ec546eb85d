package cn.zhicheng.security;

import java.time.Instant;

/**
 * Something that is erased when its time is over ({@link RetentionSettings}). Every bean of this type takes part in
 * {@link Retention}, which runs by day on one instance or several.
 */
public interface Erasure {

	/** @return what is erased, for the log; English */
	String name();

	/**
	 * Erases what is over at this moment, in small steps each of which is complete in itself and audited.
	 *
	 * @return how much was erased
	 */
	long erase(Instant now);
}
