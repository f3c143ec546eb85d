package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads the models of {@code processes/} for the tests: whatever a process designer puts there is found. */
final class ProcessFolder {

	private static final Path PROCESSES = Path.of("processes");

	/** What the guide for process designers shows: 复核 and 公示 added with the element templates. */
	static final Path EXAMPLE = Path.of("docs", "examples", "title-record-review.bpmn");

	private ProcessFolder() {
	}

	/** All models, BPMN and DMN. */
	static List<Path> models() {
		return Stream.of(processes(), decisions()).flatMap(List::stream).toList();
	}

	static List<Path> processes() {
		return filesEndingIn(".bpmn");
	}

	/** The processes, and the one that the guide shows changed. */
	static List<Path> diagrams() {
		return Stream.concat(processes().stream(), Stream.of(EXAMPLE)).toList();
	}

	static List<Path> decisions() {
		return filesEndingIn(".dmn");
	}

	/** The file of the process or decision with this id. */
	static Path file(String fileName) {
		return PROCESSES.resolve(fileName);
	}

	/** The file's name without its ending. */
	static String baseName(Path file) {
		return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
	}

	static BpmnModelInstance read(Path process) {
		return Bpmn.readModelFromFile(process.toFile());
	}

	static DmnDecision decision(DmnEngine engine, String id) {
		try (var model = Files.newInputStream(file(id + ".dmn"))) {
			return engine.parseDecision(id, model);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Every XML element of a model, the diagram's included. */
	static List<Element> elements(Path model) {
		try {
			var factory = DocumentBuilderFactory.newInstance();
			factory.setNamespaceAware(true);
			NodeList all = factory.newDocumentBuilder().parse(model.toFile()).getElementsByTagNameNS("*", "*");
			return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i)).toList();
		}
		catch (Exception e) {
			throw new IllegalStateException("Cannot read " + model, e);
		}
	}

	static List<Attr> attributes(Element element) {
		var attributes = element.getAttributes();
		return IntStream.range(0, attributes.getLength()).mapToObj(i -> (Attr) attributes.item(i)).toList();
	}

	private static List<Path> filesEndingIn(String ending) {
		try (Stream<Path> files = Files.list(PROCESSES)) {
			return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
