package cn.zhicheng;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.boot.test.context.TestComponent;

import cn.zhicheng.filing.RecordJournal;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.filing.TitleRecords;

/**
 * Decides as reviewers do, by completing tasks of the real engine, and tells what has become of a record.
 */
@TestComponent
public class TestReviews {

	private final TaskService tasks;
	private final IdentityService identities;
	private final TitleRecords records;
	private final RecordJournal journal;

	TestReviews(TaskService tasks, IdentityService identities, TitleRecords records, RecordJournal journal) {
		this.tasks = tasks;
		this.identities = identities;
		this.records = records;
		this.journal = journal;
	}

	/** Confirms the record for each of these organisations, one after another. */
	public void confirm(String number, String... organisations) {
		for (var organisation : organisations) {
			complete(number, organisation, Map.of("decision", "confirm"));
		}
	}

	public void sendBack(String number, String organisation) {
		complete(number, organisation, Map.of("decision", "return", "reason", "证书编号与证书不符"));
	}

	/** Completes the record's task with these variables, signed on with the account of an organisation. */
	public void complete(String number, String organisation, Map<String, Object> variables) {
		complete(task(number).getId(), organisation, organisation, variables);
	}

	/** Completes a task that may be there no more. */
	public void complete(String taskId, String account, String group, Map<String, Object> variables) {
		as(account, group, () -> {
			tasks.complete(taskId, variables);
			return null;
		});
	}

	/** @return what the action gives with this account signed on, who is in this group only; afterwards nobody is */
	public <T> T as(String account, String group, Supplier<T> action) {
		identities.setAuthentication(account, List.of(group));
		try {
			return action.get();
		} finally {
			identities.clearAuthentication();
		}
	}

	/** @return the one open task of the record; null if it has none */
	public Task task(String number) {
		return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
	}

	/** @return the record as it is stored now, with its applicant */
	public TitleRecord record(String number) {
		return records.findWithApplicantByNumber(number).orElseThrow();
	}

	/** @return names of what has happened to the record, in their order */
	public List<String> events(String number) {
		return journal.of(record(number).id()).stream().map(RecordJournal.Entry::event).toList();
	}
}
