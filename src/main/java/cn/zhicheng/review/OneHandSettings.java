package cn.zhicheng.review;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotNull;

/**
 * What holds where one person opens the way for somebody's record and decides on it, prefix {@code zhicheng.filing}.
 *
 * @param samePerson who handed out the code with which a person's account was opened decides on the record as the unit's reviewer
 */
@Validated
@ConfigurationProperties("zhicheng.filing")
public record OneHandSettings(@NotNull @DefaultValue("mark") SamePerson samePerson) {

	/** Whether it is allowed. */
	public enum SamePerson {
		/** It is, and every later organisation sees it. */
		MARK,
		/** Another reviewer of the unit has to decide. */
		FORBID
	}

	public boolean isForbidden() {
		return samePerson == SamePerson.FORBID;
	}
}
