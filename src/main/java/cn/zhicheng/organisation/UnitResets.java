package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.Map;

/**
 * How often units reset the access of individuals, for those who answer for the unit and those above it.
 */
public interface UnitResets {

	/** @return how many accounts each of these units has reset in the last 30 days; those without any are left out */
	Map<String, Long> recentAt(Collection<String> organisations);
}
