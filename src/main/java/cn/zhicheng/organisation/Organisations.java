package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * All organisations.
 */
public interface Organisations extends JpaRepository<Organisation, String> {

	/**
	 * Organisations of the kinds whose name contains a text; the shortest names, which match best, first.
	 *
	 * @param pattern an SQL {@code like} pattern with {@code !} as escape character
	 */
	@Query("""
			select o from Organisation o
			where o.kind in :kinds and o.name like :pattern escape '!'
			order by length(o.name), o.code
			""")
	List<Organisation> search(Collection<OrganisationKind> kinds, String pattern, Limit limit);

	/** @return the organisation directly above, in one statement; empty at the top of the tree */
	@Query("select s from Organisation o join Organisation s on s.code = o.superior where o.code = :code")
	Optional<Organisation> superiorOf(String code);
}
