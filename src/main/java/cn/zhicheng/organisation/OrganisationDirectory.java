package cn.zhicheng.organisation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
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

	/** @throws IllegalStateException if there is no such organisation: the code came from our own tables */
	public Organisation get(String code) {
		return find(code).orElseThrow(() -> new IllegalStateException("No organisation " + code));
	}

	/**
	 * @param code of an organisation that exists
	 * @return the organisation a record goes to after this one, empty at the top (甘人社通〔2021〕117号 三: 逐级报送)
	 */
	public Optional<Organisation> superiorOf(String code) {
		return organisations.superiorOf(code);
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
}
