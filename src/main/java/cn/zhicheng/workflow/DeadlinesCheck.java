package cn.zhicheng.workflow;

import java.util.List;
import java.util.Optional;

import org.springframework.stereotype.Component;

import cn.zhicheng.deadline.DeadlineFault;
import cn.zhicheng.deadline.DeadlineTableRules;
import cn.zhicheng.organisation.TreeEdges;

/**
 * Compares a file with the decision {@code deadlines} with the organisation tree and with the version that is in use, before
 * it is deployed: for {@link DeploymentCheck}, and for whoever shows what a change would do.
 */
@Component
class DeadlinesCheck {

	private final DeadlineTableRules rules;
	private final TreeEdges tree;
	private final RunningModels running;

	DeadlinesCheck(DeadlineTableRules rules, TreeEdges tree, RunningModels running) {
		this.rules = rules;
		this.tree = tree;
		this.running = running;
	}

	/**
	 * @param resource name of the file, for the faults
	 * @param pastDatesConfirmed see {@link DeadlineTableRules#faultsOf}
	 * @return everything that is wrong with the table and with its dates; empty: it can be deployed
	 */
	List<ModelFault> faultsOf(String resource, byte[] content, boolean pastDatesConfirmed) {
		var reading = CandidateDecision.read(resource, content);
		if (reading.table().isEmpty()) {
			return reading.faults();
		}
		return rules.faultsOf(reading.table().get(), former().orElse(null), tree.distinct(), pastDatesConfirmed).stream()
				.map(fault -> fault(resource, fault)).toList();
	}

	/** @return the table in use; empty when there is none, or when it is one that could not be deployed today */
	Optional<CandidateDecision> former() {
		return running.decision(DecisionTables.DEADLINES).flatMap(file -> CandidateDecision.read(file.name(), file.content()).table());
	}

	private static ModelFault fault(String resource, DeadlineFault fault) {
		return new ModelFault(resource, fault.row() > 0 ? ModelFault.Place.row(fault.row()) : null, fault.key(), fault.arguments());
	}
}
