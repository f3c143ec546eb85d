package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.RefusedException;

/**
 * Compares what is proposed with what is in use, and deploys it when it is confirmed, with all checks of a deployment.
 */
@Service
class DeployedProposals implements ModelProposals {

	private static final int LONGEST_EMERGENCY = 500;
	private static final int MOST_LINES = 200;

	private final ProposalStore store;
	private final DeploymentCheck check;
	private final DeploymentCompanions companions;
	private final RunningModels running;
	private final DeadlinePublications publications;
	private final WaitWarnings warnings;
	private final TwoPersons twoPersons;
	private final ConfirmedDeployment confirmed;
	private final PastDates pastDates;
	private final RepositoryService repository;
	private final ActingAccount acting;
	private final MessageSource messages;

	DeployedProposals(ProposalStore store, DeploymentCheck check, DeploymentCompanions companions, RunningModels running, DeadlinePublications publications, WaitWarnings warnings,
			TwoPersons twoPersons, ConfirmedDeployment confirmed, PastDates pastDates, @Lazy RepositoryService repository, ActingAccount acting,
			MessageSource messages) {
		this.store = store;
		this.check = check;
		this.companions = companions;
		this.running = running;
		this.publications = publications;
		this.warnings = warnings;
		this.twoPersons = twoPersons;
		this.confirmed = confirmed;
		this.pastDates = pastDates;
		this.repository = repository;
		this.acting = acting;
		this.messages = messages;
	}

	@Override
	@Transactional(readOnly = true)
	public List<Proposal> open() {
		return store.open();
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<View> find(long id, String account) {
		return store.find(id).map(stored -> acting.asNobody(() -> view(stored, account)));
	}

	private View view(ProposalStore.Stored stored, String account) {
		var files = stored.files();
		var faults = faults(files, stored.pastDates());
		// What can not be read is not compared.
		var differences = faults.isEmpty() ? files.entrySet().stream().filter(file -> ModelContents.isProcess(file.getKey())).map(this::difference).toList() : List.<Difference>of();
		var notes = files.entrySet().stream().filter(file -> ModelContents.of(file.getKey(), file.getValue()).processes().contains(TitleRecordReview.KEY))
				.flatMap(file -> warnings.of(file.getKey(), file.getValue()).stream()).toList();
		return new View(stored.proposal(), differences, faults.isEmpty() ? files.entrySet().stream().filter(file -> !ModelContents.isProcess(file.getKey())).map(this::other).toList() : List.of(),
				faults, stored.pastDates() ? Stream.concat(Stream.of(messages.getMessage("proposals.pastDates", null, UserTexts.LOCALE)), notes.stream()).toList() : notes, isSecondAsked(stored, account), base(files));
	}

	private boolean isSecondAsked(ProposalStore.Stored stored, String account) {
		return account.equals(stored.proposal().account()) && twoPersons.isAnotherAsked(account);
	}

	private List<String> faults(Map<String, byte[]> files, boolean pastDatesMeant) {
		var all = new TreeMap<>(files);
		all.putAll(companions.of(files));
		return check.faultsOf(all, pastDatesMeant).stream().map(check::text).toList();
	}

	private Difference difference(Map.Entry<String, byte[]> file) {
		var before = processOf(file.getKey(), file.getValue());
		var difference = ModelDifference.between(before.map(RunningModels.DeployedFile::content).orElse(null), file.getValue());
		return new Difference(file.getKey(), nameOf(file.getValue()), before.isEmpty(), steps(difference.added()), steps(difference.changed()), steps(difference.removed()),
				new Marks(ids(difference.added()), ids(difference.changed()), ids(difference.removed())));
	}

	/** Rows of a table, or lines of a form, that only one of the two has. */
	private Other other(Map.Entry<String, byte[]> file) {
		var before = ModelContents.isForm(file.getKey())
				? running.processes().stream().filter(process -> DeploymentCompanions.asksFor(file.getKey(), process.name(), process.content()))
						.flatMap(process -> ModelContents.of(process.name(), process.content()).forms().stream()
								.filter(form -> form.equals(file.getKey()) || ModelContents.fileName(form).equals(file.getKey())).flatMap(form -> running.form(process, form).stream()))
						.findFirst()
				: ModelContents.of(file.getKey(), file.getValue()).decisions().stream().flatMap(id -> running.decision(id).stream()).findFirst();
		var former = before.map(one -> ModelDifference.lines(file.getKey(), one.content())).orElse(List.of());
		var now = ModelDifference.lines(file.getKey(), file.getValue());
		return new Other(file.getKey(), now.stream().filter(line -> !former.contains(line)).limit(MOST_LINES).toList(),
				former.stream().filter(line -> !now.contains(line)).limit(MOST_LINES).toList());
	}

	private Optional<RunningModels.DeployedFile> processOf(String name, byte[] content) {
		return ModelContents.of(name, content).processes().stream().map(running::process).flatMap(Optional::stream).findFirst();
	}

	private static String nameOf(byte[] content) {
		try {
			return new ProcessGraph(ModelXml.read("", content)).elements("process").findFirst()
					.map(process -> process.getAttribute("name").isBlank() ? process.getAttribute("id") : process.getAttribute("name")).orElse("");
		} catch (ModelXml.UnreadableException unreadable) {
			return "";
		}
	}

	/** Flows are drawn, and not told of in words. */
	private static List<Element> steps(List<org.w3c.dom.Element> elements) {
		return elements.stream().filter(one -> !ProcessGraph.is(one, "sequenceFlow") && !one.getAttribute("id").isEmpty())
				.map(one -> new Element(one.getAttribute("id"), one.getAttribute("name").isBlank() ? one.getAttribute("id") : one.getAttribute("name"))).toList();
	}

	private static String ids(List<org.w3c.dom.Element> elements) {
		return elements.stream().map(one -> one.getAttribute("id")).collect(Collectors.joining(" "));
	}

	/** @return what the files would replace, as one text that changes when any of it does */
	private String base(Map<String, byte[]> files) {
		var replaced = new ArrayList<String>();
		files.forEach((name, content) -> {
			var contents = ModelContents.of(name, content);
			contents.processes().forEach(id -> running.process(id).ifPresent(file -> replaced.add(id + "=" + file.deployment())));
			contents.decisions().forEach(id -> running.decision(id).ifPresent(file -> replaced.add(id + "=" + file.deployment())));
			if (ModelContents.isForm(name)) {
				running.processes().stream().filter(process -> DeploymentCompanions.asksFor(name, process.name(), process.content()))
						.forEach(process -> replaced.add(name + "=" + process.deployment()));
			}
		});
		return DigestUtils.sha256Hex(String.join("\n", replaced));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<byte[]> file(long id, String name) {
		return store.find(id).map(stored -> stored.files().get(name));
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<Map<String, byte[]>> files(long id) {
		return store.find(id).map(stored -> stored.files().entrySet().stream()
				.collect(Collectors.toMap(file -> nameByContent(file.getKey(), file.getValue()), Map.Entry::getValue, (one, other) -> one, TreeMap::new)));
	}

	@Override
	@Transactional(readOnly = true)
	public Map<String, byte[]> inUse() {
		return acting.asNobody(() -> {
			var files = new TreeMap<String, byte[]>();
			for (var process : running.processes()) {
				files.put(nameByContent(process.name(), process.content()), process.content());
				ModelContents.of(process.name(), process.content()).forms().forEach(form -> running.form(process, form).ifPresent(file -> files.put(form, file.content())));
			}
			DecisionTables.KNOWN.forEach(table -> running.decision(table).ifPresent(file -> files.put(nameByContent(file.name(), file.content()), file.content())));
			return files;
		});
	}

	/** @return a name by which the file replaces the one with the same process or decision, whatever either is called */
	private static String nameByContent(String name, byte[] content) {
		var contents = ModelContents.of(name, content);
		var suffix = name.substring(name.lastIndexOf('.'));
		return Stream.concat(contents.processes().stream(), contents.decisions().stream()).findFirst().map(id -> id + suffix).orElse(name);
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<byte[]> inUse(long id, String name) {
		return acting.asNobody(() -> file(id, name).flatMap(content -> processOf(name, content)).map(RunningModels.DeployedFile::content));
	}

	@Override
	@Transactional
	public long propose(String account, String reason, Map<String, byte[]> files) {
		acting.asNobody(() -> {
			var faults = faults(files, false);
			if (!faults.isEmpty()) {
				throw new RefusedException(String.join("\n", faults));
			}
			return null;
		});
		return store.add(Source.PAGE, account, reason, files, false);
	}

	@Override
	@Transactional
	public void confirm(long id, String account, String base, String emergency) {
		// Nobody puts anything in use between the comparison and the deployment.
		publications.awaitTurn();
		var stored = store.find(id).orElseThrow(() -> refused("proposals.gone"));
		if (!acting.asNobody(() -> base(stored.files())).equals(base)) {
			throw refused("proposals.overtaken");
		}
		boolean another = isSecondAsked(stored, account);
		if (another && emergency == null) {
			throw refused("proposals.second");
		}
		if (another && (emergency.isBlank() || emergency.length() > LONGEST_EMERGENCY)) {
			throw refused("proposals.emergency.reason", LONGEST_EMERGENCY);
		}
		if (!store.decide(id, true, account, another ? emergency.strip() : null)) {
			throw refused("proposals.gone");
		}
		PageDeployment.deploy(repository, stored.proposal().reason(), stored.files(), deployment -> confirmed.during(() -> {
			if (stored.pastDates()) {
				pastDates.confirmedDuring(deployment::deploy);
			} else {
				deployment.deploy();
			}
		}));
		if (another) {
			twoPersons.alarm(account, stored.proposal().reason(), emergency.strip());
		} else if (twoPersons.isOn() && account.equals(stored.proposal().account())) {
			twoPersons.tellOfOneAlone(account, stored.proposal().reason());
		}
	}

	@Override
	@Transactional
	public boolean discard(long id, String account) {
		return store.decide(id, false, account, null);
	}

	private RefusedException refused(String key, Object... arguments) {
		return new RefusedException(messages.getMessage(key, arguments, UserTexts.LOCALE));
	}
}
