package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.w3c.dom.Document;

/**
 * Looks through the files of a deployment before anything of it is kept, wherever they come from: what may not stand in them,
 * what leads nowhere, what is not there, and dates that do not fit the organisations.
 */
@Component
class DeploymentCheck {

	/** More than anybody can read; all ways between them are looked at. */
	private static final int MOST_STEPS = 500;
	private static final int MOST_FLOWS = 1_000;

	private final DelegateBeans delegates;
	private final ObjectProvider<ProcessVariables> variables;
	private final MessageSource messages;
	private final RunningModels running;
	private final DeadlinesCheck deadlines;

	DeploymentCheck(DelegateBeans delegates, ObjectProvider<ProcessVariables> variables, MessageSource messages, RunningModels running,
			DeadlinesCheck deadlines) {
		this.delegates = delegates;
		this.variables = variables;
		this.messages = messages;
		this.running = running;
		this.deadlines = deadlines;
	}

	/**
	 * @param files content by name, with what {@link DeploymentCompanions} adds
	 * @param pastDatesConfirmed whether somebody has said that dates changed to past days are meant
	 * @return everything that is wrong, file by file
	 */
	List<ModelFault> faultsOf(Map<String, byte[]> files, boolean pastDatesConfirmed) {
		var faults = new ArrayList<ModelFault>();
		files.keySet().stream().sorted().forEach(name -> faults.addAll(faultsOf(name, files, pastDatesConfirmed)));
		return faults;
	}

	private List<ModelFault> faultsOf(String name, Map<String, byte[]> files, boolean pastDatesConfirmed) {
		var content = files.get(name);
		try {
			if (ModelContents.isProcess(name)) {
				return faultsOfProcess(name, document(name, content, BpmnRules.BPMN::equals, "notBpmn"), files);
			}
			if (ModelContents.isDecision(name)) {
				return faultsOfDecision(name, document(name, content, DmnRules.DMN::contains, "notDmn"), content, pastDatesConfirmed);
			}
			if (ModelContents.isForm(name)) {
				return faultsOfForm(name, files);
			}
			return List.of(ModelFault.of(name, null, "fileNotAllowed"));
		} catch (ModelXml.UnreadableException unreadable) {
			return List.of(unreadable.fault());
		}
	}

	private static Document document(String name, byte[] content, Predicate<String> namespace, String otherwise)
			throws ModelXml.UnreadableException {
		var document = ModelXml.read(name, content);
		var root = document.getDocumentElement();
		if (!"definitions".equals(root.getLocalName()) || !namespace.test(ModelXml.namespace(root))) {
			throw new ModelXml.UnreadableException(ModelFault.of(name, null, otherwise));
		}
		return document;
	}

	private List<ModelFault> faultsOfProcess(String name, Document document, Map<String, byte[]> files) {
		var graph = new ProcessGraph(document);
		if (graph.nodes().size() > MOST_STEPS || graph.elements("sequenceFlow").count() > MOST_FLOWS) {
			return List.of(ModelFault.of(name, null, "tooManySteps", MOST_STEPS, MOST_FLOWS));
		}
		var faults = new ArrayList<>(BpmnRules.faultsOf(name, document, delegates.types(), variables.stream().toList()));
		faults.addAll(ReferenceRules.ofProcess(name, document, known(files)));
		faults.addAll(FlowRules.faultsOf(name, graph));
		faults.addAll(EndlessRules.faultsOf(name, graph));
		faults.addAll(ConfirmedWayRules.faultsOf(name, graph));
		faults.addAll(ReviewProcessRules.faultsOf(name, document, graph));
		faults.addAll(StepRules.faultsOf(name, graph));
		return faults;
	}

	private List<ModelFault> faultsOfDecision(String name, Document document, byte[] content, boolean pastDatesConfirmed) {
		var faults = new ArrayList<>(DmnRules.faultsOf(name, document));
		faults.addAll(ReferenceRules.ofDecision(name, document));
		// What is foreign to a table is not evaluated.
		if (faults.isEmpty()) {
			var decisions = ModelContents.of(name, content).decisions();
			if (decisions.contains(DecisionTables.DEADLINES)) {
				faults.addAll(deadlines.faultsOf(name, content, pastDatesConfirmed));
			}
			if (decisions.contains(DecisionTables.REMINDERS)) {
				faults.addAll(ReminderRules.faultsOf(name, document));
			}
		}
		return faults;
	}

	private static List<ModelFault> faultsOfForm(String name, Map<String, byte[]> files) {
		var faults = new ArrayList<>(FormRules.faultsOf(name, files.get(name)));
		if (files.entrySet().stream().noneMatch(file -> DeploymentCompanions.asksFor(name, file.getKey(), file.getValue()))) {
			faults.add(ModelFault.of(name, null, "formUnused"));
		}
		return faults;
	}

	private ReferenceRules.Known known(Map<String, byte[]> files) {
		var contents = files.entrySet().stream().map(file -> ModelContents.of(file.getKey(), file.getValue())).toList();
		var decisions = contents.stream().flatMap(file -> file.decisions().stream()).collect(Collectors.toSet());
		var calls = new HashMap<String, Set<String>>();
		var processes = variables.stream().map(ProcessVariables::process).collect(Collectors.toSet());
		return new ReferenceRules.Known(processes, id -> decisions.contains(id) || running.hasDecision(id), decisions, files::containsKey,
				process -> calls.computeIfAbsent(process, id -> callsOf(id, contents)));
	}

	/** @return ids of the processes that a process calls as it is in this deployment, or else as it is in use */
	private Set<String> callsOf(String process, List<ModelContents> files) {
		return files.stream().filter(one -> one.processes().contains(process)).findFirst().or(() -> running.process(process).map(file -> ModelContents.of(file.name(), file.content())))
				.map(ModelContents::calls).orElse(Set.of());
	}

	/** @return the faults as whoever deploys reads them, all of them, one in a line */
	String text(List<ModelFault> faults) {
		return faults.stream().map(this::text).collect(Collectors.joining("\n", message("refused", faults.size()) + "\n", ""));
	}

	/** @return one fault with its place, without a line break */
	String text(ModelFault fault) {
		var place = fault.place() == null ? "" : message("at." + fault.place().key(), fault.place().value());
		return message("fault", fault.resource(), place, message("fault." + fault.key(), fault.arguments().toArray()));
	}

	/** @param key after {@code deployment.} */
	String message(String key, Object... arguments) {
		return messages.getMessage("deployment." + key, arguments, UserTexts.LOCALE);
	}
}
