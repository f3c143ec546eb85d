package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DeadlinePublication;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.deadline.DeadlineTable;
import cn.zhicheng.designer.DeadlineModels;
import cn.zhicheng.designer.DeadlineRow;
import cn.zhicheng.designer.Progress;

/**
 * Tables of dates as the engine keeps them. A table that a page publishes is deployed like one from Camunda Modeler: with the
 * same checks, and in force with the same transaction.
 */
@Service
class PublishedTables implements DeadlineModels {

	private static final String FILE = "deadlines.dmn";

	private final RepositoryService repository;
	private final ManagementService management;
	private final DeadlinePublications publications;
	private final DeploymentCheck check;
	private final PastDates pastDates;
	private final ActingAccount acting;

	PublishedTables(@Lazy RepositoryService repository, @Lazy ManagementService management, DeadlinePublications publications,
			DeploymentCheck check, PastDates pastDates, ActingAccount acting) {
		this.repository = repository;
		this.management = management;
		this.publications = publications;
		this.check = check;
		this.pastDates = pastDates;
		this.acting = acting;
	}

	@Override
	public byte[] inForce() {
		return version(publications.inForce().orElseThrow().decision());
	}

	@Override
	public byte[] version(String decision) {
		return acting.asNobody(() -> {
			try (var file = repository.getDecisionModel(decision)) {
				return file.readAllBytes();
			} catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		});
	}

	@Override
	public List<DeadlineRow> rows(byte[] file) {
		return DeadlineFile.read(file).map(DeadlineFile::rows).orElse(List.of());
	}

	@Override
	public byte[] withRows(byte[] file, List<DeadlineRow> rows) {
		// What is no such table is left as it is: the check says why.
		return DeadlineFile.read(file).map(table -> table.withRows(rows)).orElse(file);
	}

	@Override
	@Transactional(readOnly = true)
	public Reading read(byte[] file, boolean pastDatesMeant) {
		var faults = acting.asNobody(() -> check.faultsOf(Map.of(FILE, file), pastDatesMeant));
		return new Reading(CandidateDecision.read(FILE, file).table().map(DeadlineTable.class::cast), faults.stream().map(check::text).toList());
	}

	@Override
	@Transactional
	public void publish(byte[] file, long expected, String reason, boolean pastDatesMeant) {
		if (publications.awaitTurn().map(DeadlinePublication::id).orElse(0L) != expected) {
			throw new OvertakenException();
		}
		if (pastDatesMeant) {
			PageDeployment.deploy(repository, reason, Map.of(FILE, file), deployment -> pastDates.confirmedDuring(deployment::deploy));
		} else {
			PageDeployment.deploy(repository, reason, Map.of(FILE, file));
		}
	}

	@Override
	public Optional<Progress> progress(String batch) {
		return acting.asNobody(() -> Optional.ofNullable(management.createBatchQuery().batchId(batch).singleResult())
				.map(one -> BatchProgress.of(one, management)));
	}
}
