package cn.zhicheng.filing;

/**
 * State of a title record. Where a record in review lies is told by its stage and organisation.
 */
public enum RecordState {

	/** 草稿: with the individual, never submitted or withdrawn before the first decision. */
	DRAFT,
	/** 审核中: at an organisation. */
	IN_REVIEW,
	/** 退回修改: with the individual for amendment. */
	RETURNED,
	/** 已入库: confirmed by the provincial office, can be verified online. */
	PUBLISHED,
	/** 逾期失效: not amended in time after a return, or not reviewed in time and given up by a superior; out of this campaign. */
	LAPSED;

	/** @return message key of the name */
	public String messageKey() {
		return "recordState." + name();
	}

	/** @return whether the individual can change the record */
	public boolean isEditable() {
		return this == DRAFT || this == RETURNED;
	}
}
