package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Where a review asks for another person than who has confirmed before (两人复核) and the organisation has none: nothing confirms
 * by itself, so that somebody has to be added. Each question is one statement, however many records there are.
 */
public interface OtherReviewers {

	/** @return how many records wait at each of these organisations for a person that it does not have; those without any are left out */
	Map<String, Integer> missingAt(Collection<String> organisations);

	/** @return ids of those of the records that wait for a person that their organisation does not have */
	Set<Long> missingFor(Collection<Long> records);
}
