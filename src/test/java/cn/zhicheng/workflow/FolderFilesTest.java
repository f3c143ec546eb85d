package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine silently skips a folder that is not there; a start without models must not look like one with them. */
class FolderFilesTest {

	private static final Path PROCESSES = Path.of("processes");
	private static final Path FORMS = Path.of("forms");

	@TempDir
	Path folder;

	@Test
	void models_and_forms_are_read_under_their_relative_names() {
		assertThat(FolderFiles.read(new WorkflowSettings(PROCESSES, FORMS, 20_000)).keySet())
				.contains("processes/title-record-review.bpmn", "processes/deadlines.dmn", "processes/eligibility.dmn",
						"forms/unit-review.html");
	}

	/** Modeler looks for them there; they are no models. */
	@Test
	void element_templates_beside_the_models_are_passed_over() {
		assertThat(PROCESSES.resolve(".camunda/element-templates/zhicheng.json")).exists();
		assertThat(FolderFiles.read(new WorkflowSettings(PROCESSES, FORMS, 20_000)).keySet()).allMatch(name -> name.matches("(processes|forms)/[a-z-]+\\.(bpmn|dmn|html)"));
	}

	@Test
	void a_missing_folder_stops_the_start_and_says_which_setting_is_wrong() {
		var missing = folder.resolve("nowhere");
		assertThatIllegalStateException()
				.isThrownBy(() -> FolderFiles.read(new WorkflowSettings(missing, FORMS, 20_000)))
				.withMessageContaining("zhicheng.workflow.processes").withMessageContaining(missing.toAbsolutePath().toString());
		assertThatIllegalStateException()
				.isThrownBy(() -> FolderFiles.read(new WorkflowSettings(PROCESSES, missing, 20_000)))
				.withMessageContaining("zhicheng.workflow.forms");
	}

	@Test
	void a_folder_without_a_model_stops_it_too() throws IOException {
		Files.writeString(folder.resolve("notes.txt"), "no model");
		assertThatIllegalStateException()
				.isThrownBy(() -> FolderFiles.read(new WorkflowSettings(folder, FORMS, 20_000)))
				.withMessageContaining("is empty");
	}
}
