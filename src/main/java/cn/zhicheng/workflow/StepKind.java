package cn.zhicheng.workflow;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a step is for, as the element templates say it in the property {@value #PROPERTY}: what a template can not set, listeners
 * and escalation, the engine adds when it reads such a step.
 */
enum StepKind {

	/** An organisation decides on a record. */
	REVIEW("review", Set.of("userTask")),
	/** A record waits for a date or a message, and lies with nobody. */
	WAITING("waiting", Set.of("intermediateCatchEvent", "receiveTask")),
	/** An organisation is reminded: by a task on its list, or by a message about one record. */
	REMINDER("reminder", Set.of("userTask", "serviceTask"));

	/** Name of the property that says what a step is for. */
	static final String PROPERTY = "zhicheng.step";
	/** Name of the property by which a review asks for another person than who has confirmed before (两人复核). */
	static final String OTHER_REVIEWER = "otherReviewer";

	private final String key;
	private final Set<String> elements;

	StepKind(String key, Set<String> elements) {
		this.key = key;
		this.elements = elements;
	}

	String key() {
		return key;
	}

	/** @return whether an element of this name can be such a step */
	boolean canBe(String element) {
		return elements.contains(element);
	}

	/** @param key value of the property; null: none */
	static Optional<StepKind> ofKey(String key) {
		return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
	}

	/** @return every value that the property can have, as a message tells it */
	static String keys() {
		return Arrays.stream(values()).map(StepKind::key).collect(Collectors.joining("、"));
	}
}
