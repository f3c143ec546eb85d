package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * The process of a record as the project ships it, and as a designer might change it.
 */
final class TestModels {

	private TestModels() {
	}

	static String shipped() {
		try {
			return Files.readString(ProcessFolder.file("title-record-review.bpmn"));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/**
	 * Puts a part into a flow, which leads to it from now on.
	 *
	 * @param first id of the element of the part that the flow leads to
	 * @param part elements, with the flow that goes on from them
	 */
	static String with(String model, String flow, String first, String part) {
		var start = model.indexOf("<bpmn:sequenceFlow id=\"" + flow + "\"");
		var end = model.indexOf(">", start);
		var changed = model.substring(start, end).replaceAll("targetRef=\"\\w+\"", "targetRef=\"" + first + "\"");
		var rest = model.substring(end);
		var behind = rest.startsWith(">") && !changed.endsWith("/") ? rest.indexOf("</bpmn:sequenceFlow>") + "</bpmn:sequenceFlow>".length() : 1;
		return model.substring(0, start) + changed + rest.substring(0, behind) + part + rest.substring(behind);
	}

	/** A notice of five days between the last confirmation and the publication. */
	static String withNotice() {
		return with(shipped(), "noSuperiorLeft", "publicNotice", timer("publicNotice", "公示", "P5D", "publishRecord"));
	}

	/** A timer that is waited for, and the flow from it. */
	static String timer(String id, String name, String duration, String next) {
		return """
				<bpmn:intermediateCatchEvent id="%s" name="%s">
				  <bpmn:timerEventDefinition id="%sTimer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">%s</bpmn:timeDuration></bpmn:timerEventDefinition>
				</bpmn:intermediateCatchEvent>
				<bpmn:sequenceFlow id="from%s" sourceRef="%s" targetRef="%s" />
				""".formatted(id, name, id, duration, id, id, next);
	}

	/**
	 * A second review behind that of the department, for another person, as the element template makes it: it names no listeners,
	 * and nothing stands behind its date but an end.
	 */
	static String withOtherReviewer() {
		return with(shipped(), "departmentDecided", "confirmedFirst", """
				<bpmn:exclusiveGateway id="confirmedFirst" default="returnedFirst" />
				<bpmn:sequenceFlow id="returnedFirst" sourceRef="confirmedFirst" targetRef="reviewed" />
				<bpmn:sequenceFlow id="toSecond" sourceRef="confirmedFirst" targetRef="departmentSecondReview">
				  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${decision == 'confirm'}</bpmn:conditionExpression>
				</bpmn:sequenceFlow>
				<bpmn:userTask id="departmentSecondReview" name="主管部门复核" camunda:modelerTemplate="cn.zhicheng.review" \
				camunda:formKey="embedded:deployment:forms/department-review.html" \
				camunda:candidateGroups="${organisation}" camunda:dueDate="${deadline}" camunda:priority="50">
				  <bpmn:extensionElements>
				    <camunda:properties>
				      <camunda:property name="zhicheng.step" value="review" />
				      <camunda:property name="otherReviewer" value="true" />
				    </camunda:properties>
				  </bpmn:extensionElements>
				</bpmn:userTask>
				<bpmn:sequenceFlow id="secondDecided" sourceRef="departmentSecondReview" targetRef="reviewed" />
				<bpmn:boundaryEvent id="departmentSecondReviewDeadline" name="复核截止" cancelActivity="false" attachedToRef="departmentSecondReview">
				  <bpmn:timerEventDefinition id="secondTimer"><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${deadline}</bpmn:timeDate></bpmn:timerEventDefinition>
				</bpmn:boundaryEvent>
				<bpmn:sequenceFlow id="secondOverdue" sourceRef="departmentSecondReviewDeadline" targetRef="secondEscalated" />
				<bpmn:endEvent id="secondEscalated" />
				""");
	}
}
