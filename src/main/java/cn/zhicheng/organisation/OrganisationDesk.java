package cn.zhicheng.organisation;

import java.util.ArrayList;
import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffRole;

/**
 * What an administrator sees and does of the organisations below the own one. Whatever is not within reach does not exist.
 */
@Service
@Transactional
public class OrganisationDesk {

	private static final int PAGE = 50;
	private static final Limit CANDIDATES = Limit.of(20);
	/** The top of a tree has few. */
	private static final Limit TOPS = Limit.of(200);

	private final Organisations organisations;
	private final OrganisationRegistry registry;
	private final Reach reach;
	private final SecondAdministrator second;

	OrganisationDesk(Organisations organisations, OrganisationRegistry registry, Reach reach, SecondAdministrator second) {
		this.organisations = organisations;
		this.registry = registry;
		this.reach = reach;
		this.second = second;
	}

	/**
	 * One organisation as an administrator sees it.
	 *
	 * @param way from the topmost organisation that the account administers down to the superior of this one
	 * @param governed whether the account may describe, move, merge and close it
	 * @param staffed whether the account decides who reviews for it
	 * @param extensible whether organisations can be put below it
	 */
	public record View(Organisation organisation, List<Organisation> way, boolean governed, boolean staffed, boolean extensible) {
	}

	/**
	 * A page of organisations.
	 *
	 * @param next code after which the next page begins; null: this is the last
	 */
	public record Page(List<Organisation> organisations, String next) {
	}

	/** @return where the account begins: the organisations it administers, or the top of the tree for the installation's */
	@Transactional(readOnly = true)
	public List<Organisation> entrances(Staff staff) {
		var own = new ArrayList<>(organisations.findAllById(staff.administeredOrganisations()));
		if (staff.has(StaffRole.ADMINISTRATOR)) {
			organisations.findBySuperiorIsNullOrderByCode(TOPS).stream().filter(top -> !own.contains(top)).forEach(own::add);
		}
		return own;
	}

	/** @return whether the account may put an organisation at the top of the tree */
	public boolean mayRegisterAtTop(Staff staff) {
		return reach.governsBelow(staff, null);
	}

	/** @throws BeyondReachException if the organisation is none of the account's */
	@Transactional(readOnly = true)
	public View view(Staff staff, String code) {
		var organisation = visible(staff, code);
		var way = organisation.wayDown();
		var ancestors = organisations.findAllById(way.subList(0, way.size() - 1)).stream()
				.filter(above -> reach.governsBelow(staff, above))
				.sorted((one, other) -> Integer.compare(one.path().length(), other.path().length())).toList();
		return new View(organisation, ancestors, reach.governs(staff, organisation), reach.staffs(staff, organisation),
				organisation.isOpen() && !organisation.kind().employs() && reach.governsBelow(staff, organisation));
	}

	/**
	 * A page of those directly below, or with a search of all below.
	 *
	 * @param text part of name, code or credit code; blank: no search
	 * @param after code of the last one of the page before; empty for the first page
	 */
	@Transactional(readOnly = true)
	public Page below(Staff staff, String code, String text, String after) {
		var above = visible(staff, code);
		if (!reach.governsBelow(staff, above)) {
			return new Page(List.of(), null);
		}
		var limit = Limit.of(PAGE + 1);
		var found = text.isBlank() ? organisations.findBySuperiorAndCodeGreaterThanOrderByCode(code, after, limit)
				: organisations.searchBelow(above.path() + "%", above.path(), "%" + text.strip().replaceAll("([!%_])", "!$1") + "%", after, limit);
		return found.size() <= PAGE ? new Page(found, null) : new Page(found.subList(0, PAGE), found.get(PAGE - 1).code());
	}

	/**
	 * Open organisations that the account reaches, to choose another superior or an heir from.
	 *
	 * @param text part of name or code; blank finds nothing
	 * @return at most 20, best match first
	 */
	@Transactional(readOnly = true)
	public List<Organisation> candidates(Staff staff, String text) {
		if (text.isBlank()) {
			return List.of();
		}
		var pattern = "%" + text.strip().replaceAll("([!%_])", "!$1") + "%";
		return organisations.findAllById(staff.administeredOrganisations()).stream()
				.flatMap(root -> organisations.openWithin(root.path() + "%", pattern, CANDIDATES).stream()).distinct()
				.limit(CANDIDATES.max()).toList();
	}

	/**
	 * @throws BeyondReachException if the account may put nothing below the superior
	 */
	public Outcome<OrganisationRegistry.Registered> register(Staff staff, NewOrganisation wanted) {
		organisations.lockTree();
		requireBelow(staff, wanted.superior());
		boolean appoints = wanted.superior() == null && wanted.administrator() != null;
		if (appoints && second.isAskedOf(staff.userId())) {
			return Outcome.refused(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.secondAdministratorLater"));
		}
		var outcome = registry.register(wanted, staff.userId());
		if (appoints && outcome instanceof Outcome.Done<OrganisationRegistry.Registered> done) {
			second.alone(staff.userId(), AdministratorChange.JOIN, wanted.administrator().userId(), Administration.ofOrganisation(done.value().organisation().code()));
		}
		return outcome;
	}

	/** @throws BeyondReachException if the account may put nothing below the superior; null for the top of the tree */
	@Transactional(readOnly = true)
	public void requireBelow(Staff staff, String superior) {
		var above = superior == null ? null : visible(staff, superior);
		if (!reach.governsBelow(staff, above)) {
			throw new BeyondReachException(staff.userId(), superior);
		}
	}

	/**
	 * @param version {@link Organisation#version()} of the form that was filled in
	 * @throws BeyondReachException if the organisation is not below one that the account administers
	 */
	public Outcome<Organisation> describe(Staff staff, String code, int version, OrganisationDetails details) {
		organisations.lockTree();
		if (!reach.governs(staff, visible(staff, code))) {
			throw new BeyondReachException(staff.userId(), code);
		}
		return registry.describe(code, version, details, staff.userId());
	}

	private Organisation visible(Staff staff, String code) {
		return organisations.findById(code).filter(one -> reach.appoints(staff, one))
				.orElseThrow(() -> new BeyondReachException(staff.userId(), code));
	}
}
