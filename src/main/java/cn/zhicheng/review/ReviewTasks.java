package cn.zhicheng.review;

import java.util.Collection;
import java.util.Map;

/**
 * The open review tasks of the engine, seen with the rights of the member of staff who asks.
 */
public interface ReviewTasks {

	/** @return number of the record by task id; tasks that do not exist or that the account may not see are left out */
	Map<String, String> recordNumbers(Collection<String> taskIds);
}
