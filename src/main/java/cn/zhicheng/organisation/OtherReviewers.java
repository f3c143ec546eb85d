package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Where the organisation has nobody who may decide: all its reviewers have confirmed the submission for another organisation or,
 * where a review asks for another person than who has confirmed before (两人复核), for this one. Nothing confirms by itself, so
 * that somebody has to be added. Each question is one statement, however many records there are.
 */
public interface OtherReviewers {

	/** @return how many records wait at each of these organisations for a person that it does not have; those without any are left out */
	Map<String, Integer> missingAt(Collection<String> organisations);

	/** @return the same of all organisations; looks through all records under review */
	Map<String, Integer> missing();

	/** @return ids of those of the records that wait for a person that their organisation does not have */
	Set<Long> missingFor(Collection<Long> records);
}
