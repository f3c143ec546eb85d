package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Looks through the files of a deployment before anything of it is kept, wherever they come from.
 */
@Component
class DeploymentCheck {

	private final DelegateBeans delegates;
	private final ObjectProvider<ProcessVariables> variables;
	private final MessageSource messages;

	DeploymentCheck(DelegateBeans delegates, ObjectProvider<ProcessVariables> variables, MessageSource messages) {
		this.delegates = delegates;
		this.variables = variables;
		this.messages = messages;
	}

	/**
	 * @param files content by name
	 * @return everything that is wrong, file by file
	 */
	List<ModelFault> faultsOf(Map<String, byte[]> files) {
		var faults = new ArrayList<ModelFault>();
		files.keySet().stream().sorted().forEach(name -> faults.addAll(faultsOf(name, files.get(name))));
		return faults;
	}

	private List<ModelFault> faultsOf(String name, byte[] content) {
		try {
			// The engine goes by the end of the name as well; what it would read and these rules do not is refused.
			return switch (name.substring(name.lastIndexOf('.') + 1)) {
				case "bpmn" -> BpmnRules.faultsOf(name, ModelXml.read(name, content), delegates.types(), variables.stream().toList());
				case "dmn" -> DmnRules.faultsOf(name, ModelXml.read(name, content));
				case "html" -> FormRules.faultsOf(name, content);
				default -> List.of(ModelFault.of(name, null, "fileNotAllowed"));
			};
		} catch (ModelXml.UnreadableException unreadable) {
			return List.of(unreadable.fault());
		}
	}

	/** @return the faults as whoever deploys reads them, all of them, one in a line */
	String text(List<ModelFault> faults) {
		return faults.stream().map(this::text).collect(Collectors.joining("\n", message("refused", faults.size()) + "\n", ""));
	}

	private String text(ModelFault fault) {
		var place = fault.place() == null ? "" : message("at." + fault.place().key(), fault.place().value());
		return message("fault", fault.resource(), place, message("fault." + fault.key(), fault.arguments().toArray()));
	}

	/** @param key after {@code deployment.} */
	String message(String key, Object... arguments) {
		return messages.getMessage("deployment." + key, arguments, UserTexts.LOCALE);
	}
}
