package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.Map;

/**
 * The open tasks of the engine, seen with the rights of the member of staff who asks.
 */
public interface ApplicationTasks {

	/** @return business key, the number of an application, by task id; tasks that the account may not see are left out */
	Map<String, String> applicationNumbers(Collection<String> taskIds);
}
