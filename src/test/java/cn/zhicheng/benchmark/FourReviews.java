package cn.zhicheng.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a record of a unit in Zhangye goes through, as somebody would draw it who has no more than an engine: four user tasks
 * one after another, each with a candidate group, a due date and a timer for it that does not interrupt.
 */
final class FourReviews {

	static final String KEY = "four-reviews";

	/** The way of our own record, too. */
	static final List<Review> WAY = List.of(new Review("unit", "zy-school"), new Review("department", "zy-education"),
			new Review("reformOffice", "zy-reform"), new Review("reformOffice", "gs-reform"));

	record Review(String stage, String organisation) {

		/** What the process knows of the step it is at. */
		Map<String, Object> variables(Date deadline) {
			return Map.of("stage", stage, "organisation", organisation, "deadline", deadline);
		}
	}

	private FourReviews() {
	}

	/** @return the same model for both engines: each reads the attributes of its own namespace */
	static byte[] bpmn() {
		var steps = IntStream.rangeClosed(1, WAY.size()).mapToObj(FourReviews::step).collect(Collectors.joining());
		return """
				<?xml version="1.0" encoding="UTF-8"?>
				<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
					xmlns:flowable="http://flowable.org/bpmn" targetNamespace="http://zhicheng.cn/benchmark">
				<process id="%s" isExecutable="true" camunda:historyTimeToLive="P730D">
				<startEvent id="submitted" />
				%s<sequenceFlow id="confirmed" sourceRef="review%d" targetRef="published" />
				<endEvent id="published" />
				</process>
				</definitions>
				""".formatted(KEY, steps, WAY.size()).getBytes(StandardCharsets.UTF_8);
	}

	private static String step(int number) {
		return """
				<sequenceFlow id="to{n}" sourceRef="{before}" targetRef="review{n}" />
				<userTask id="review{n}" name="审核" camunda:candidateGroups="${organisation}" camunda:dueDate="${deadline}"
					flowable:candidateGroups="${organisation}" flowable:dueDate="${deadline}" />
				<boundaryEvent id="deadline{n}" attachedToRef="review{n}" cancelActivity="false">
					<timerEventDefinition><timeDate>${deadline}</timeDate></timerEventDefinition>
				</boundaryEvent>
				<sequenceFlow id="overdue{n}" sourceRef="deadline{n}" targetRef="marked{n}" />
				<endEvent id="marked{n}" />
				""".replace("{before}", number == 1 ? "submitted" : "review" + (number - 1)).replace("{n}", Integer.toString(number));
	}
}
