package cn.zhicheng.organisation;

/**
 * How much depends on an organisation: asked before one is closed or becomes something else.
 */
public interface OrganisationRecords {

	/** @return records that wait for this organisation's decision */
	long waitingAt(String organisation);

	/** @return records under way whose employer it is, so that they come to it again after a return */
	long runningOf(String employer);
}
