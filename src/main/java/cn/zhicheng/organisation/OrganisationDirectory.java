package cn.zhicheng.organisation;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers questions about the organisation tree: who is superior to whom, and which employers there are.
 */
@Service
@Transactional(readOnly = true)
public class OrganisationDirectory {

	private static final Limit PROPOSALS = Limit.of(20);

	private final Organisations organisations;

	OrganisationDirectory(Organisations organisations) {
		this.organisations = organisations;
	}

	public Optional<Organisation> find(String code) {
		return code == null ? Optional.empty() : organisations.findById(code);
	}

	/** @return those of the codes that are in the tree, in no order */
	public List<Organisation> findAll(Collection<String> codes) {
		return codes.isEmpty() ? List.of() : organisations.findAllById(codes);
	}

	/** @throws IllegalStateException if there is no such organisation: the code came from our own tables */
	public Organisation get(String code) {
		return find(code).orElseThrow(() -> new IllegalStateException("No organisation " + code));
	}

	/**
	 * @param code of an organisation that exists
	 * @return the organisation a record goes to after this one, empty at the top (甘人社通〔2021〕117号 三: 逐级报送)
	 */
	public Optional<Organisation> superiorOf(String code) {
		var kept = KeptSuperiors.inTransaction();
		return kept != null && kept.has(code) ? kept.superiorOf(code) : organisations.superiorOf(code);
	}

	/**
	 * For a transaction that asks for the superiors of many records' organisations and does not change the tree: until its
	 * end {@link #superiorOf} answers for these without asking the database again.
	 *
	 * @param codes of organisations that exist
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void keepSuperiorsOf(Collection<String> codes) {
		if (!codes.isEmpty()) {
			KeptSuperiors.keep(codes, organisations.superiorsOf(codes));
		}
	}

	/**
	 * The whole way of a record up the tree.
	 *
	 * @param code of the employer where it begins; null or unknown: no way
	 * @return the employer and each superior, the topmost last
	 */
	public List<Organisation> wayUpFrom(String code) {
		return Stream.iterate(find(code), Optional::isPresent, next -> next.map(Organisation::code).flatMap(this::superiorOf))
				.map(Optional::orElseThrow).toList();
	}

	/** @return name of the organisation, or the code itself when it is not in the tree */
	public String nameOf(String code) {
		return find(code).map(Organisation::name).orElse(code);
	}

	/**
	 * Units and archive agencies for the choice of the present employer.
	 *
	 * @param partOfName what the person typed; blank finds nothing
	 * @return at most 20, best match first
	 */
	public List<Organisation> employers(String partOfName) {
		if (partOfName == null || partOfName.isBlank()) {
			return List.of();
		}
		var kinds = Arrays.stream(OrganisationKind.values()).filter(OrganisationKind::employs).toList();
		var literal = partOfName.strip().replaceAll("([!%_])", "!$1");
		return organisations.search(kinds, "%" + literal + "%", PROPOSALS);
	}

	/**
	 * Whether an organisation is one of the roots or somewhere below one of them: the question behind every right that comes
	 * from the tree.
	 *
	 * @param code null or unknown: no
	 * @param roots codes, for instance {@code Staff.administeredOrganisations()}
	 */
	public boolean isWithin(String code, Collection<String> roots) {
		return !roots.isEmpty() && find(code).filter(organisation -> isWithin(organisation, roots)).isPresent();
	}

	/** The same of an organisation that was read already: no question to the database. */
	public static boolean isWithin(Organisation organisation, Collection<String> roots) {
		return roots.stream().anyMatch(root -> organisation.path().contains("/" + root + "/"));
	}

	/**
	 * An organisation and everything below it, by code in pages.
	 *
	 * @param root code of the organisation at the top; unknown: nothing
	 * @param after code of the last one of the page before; empty for the first page
	 * @param size most that a page has
	 */
	public List<Organisation> subtree(String root, String after, int size) {
		return find(root).map(top -> organisations.subtree(top.path() + "%", after, Limit.of(size))).orElse(List.of());
	}

	/**
	 * The organisation that has taken over from one, over as many mergers as there were.
	 *
	 * @return the organisation itself while it is not merged; one that was closed without an heir is answered as it is
	 */
	public Optional<Organisation> successorOf(String code) {
		var found = find(code);
		while (found.isPresent() && found.get().mergedInto().isPresent()) {
			found = find(found.get().mergedInto().get());
		}
		return found;
	}

	/** @return the codes and those of all organisations that have gone into one of them */
	public Set<String> withPredecessors(Collection<String> codes) {
		var all = new LinkedHashSet<>(codes);
		var next = List.copyOf(codes);
		while (!next.isEmpty()) {
			next = organisations.codesMergedInto(next).stream().filter(all::add).toList();
		}
		return all;
	}

	/** @return codes of the organisations that have gone into another one */
	public List<String> merged() {
		return organisations.merged();
	}
}
