package cn.zhicheng.filing;

import java.util.List;

/**
 * The scope of the collection (甘人社通〔2021〕117号 一), kept by process designers as the decision {@code eligibility}.
 */
public interface EligibilityRules {

	/** @return why the title is not collected, in the notice's words; empty when it is within the scope */
	List<Refusal> refusals(TitleDetails details);

	/**
	 * @param sentence the rule in the notice's words
	 * @param source notice and section
	 */
	record Refusal(String sentence, String source) {
	}
}
