package cn.zhicheng.review;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a reviewer decides (甘人社通〔2021〕117号 三(二) 第三步).
 */
public enum Verdict {

	/** 审查确认: the organisation vouches for the record and sends it up. */
	CONFIRM("confirm"),
	/** 退回修改: back to the individual, with reasons. */
	RETURN("return");

	private final String key;

	Verdict(String key) {
		this.key = key;
	}

	public static Optional<Verdict> ofKey(Object key) {
		return Arrays.stream(values()).filter(verdict -> verdict.key.equals(key)).findFirst();
	}
}
