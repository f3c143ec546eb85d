package cn.zhicheng.workflow;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.impl.persistence.entity.IdentityLinkEntity;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.StaffGroups;

/**
 * The rule of who may do what with a review task. It follows from the task's own groups and from nothing else, so that a
 * right ends with the membership and a task needs no rights to be written down for it: the reviewers of the organisation
 * where the record lies work on it; the superior once it is overdue, and the supervisors of the organisation or of one
 * above it, read it.
 */
@Component
class TaskReaders {

	/** Type of the link from an overdue task to the superior's group. */
	static final String SUPERIOR = "superior";

	private final OrganisationDirectory organisations;

	TaskReaders(@Lazy OrganisationDirectory organisations) {
		this.organisations = organisations;
	}

	boolean mayWork(List<String> groups, List<IdentityLinkEntity> links) {
		return links.stream().anyMatch(link -> isCandidate(link) && groups.contains(link.getGroupId()));
	}

	/** @param overdue whether the task's date has passed, by comparison: its timer may be far behind */
	boolean mayRead(List<String> groups, List<IdentityLinkEntity> links, boolean overdue) {
		return mayWork(groups, links)
				|| links.stream().anyMatch(link -> SUPERIOR.equals(link.getType()) && groups.contains(link.getGroupId()))
				|| overdue && isBelow(groups, links) || isSupervised(supervisedBy(groups), links);
	}

	private boolean isBelow(List<String> groups, List<IdentityLinkEntity> links) {
		return links.stream().filter(TaskReaders::isCandidate).flatMap(link -> organisations.superiorOf(link.getGroupId()).stream())
				.map(Organisation::code).anyMatch(groups::contains);
	}

	/** @return codes of the organisations whose subtree members of these groups supervise */
	static Set<String> supervisedBy(List<String> groups) {
		return groups.stream().filter(StaffGroups::isSupervisors).map(StaffGroups::organisationOf).collect(Collectors.toSet());
	}

	private boolean isSupervised(Set<String> supervised, List<IdentityLinkEntity> links) {
		return !supervised.isEmpty() && links.stream().filter(TaskReaders::isCandidate)
				.flatMap(link -> organisations.wayUpFrom(link.getGroupId()).stream()).map(Organisation::code)
				.anyMatch(supervised::contains);
	}

	private static boolean isCandidate(IdentityLinkEntity link) {
		return IdentityLinkType.CANDIDATE.equals(link.getType()) && link.getGroupId() != null;
	}
}
