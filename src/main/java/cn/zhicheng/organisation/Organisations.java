package cn.zhicheng.organisation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

import jakarta.persistence.LockModeType;

/**
 * All organisations.
 */
public interface Organisations extends JpaRepository<Organisation, String> {

	/**
	 * Open organisations of the kinds whose name contains a text; the shortest names, which match best, first.
	 *
	 * @param pattern an SQL {@code like} pattern with {@code !} as escape character
	 */
	@Query("""
			select o from Organisation o
			where o.kind in :kinds and o.closedAt is null and o.name like :pattern escape '!'
			order by length(o.name), o.code
			""")
	List<Organisation> search(Collection<OrganisationKind> kinds, String pattern, Limit limit);

	/** @return the organisation directly above, in one statement; empty at the top of the tree */
	@Query("select s from Organisation o join Organisation s on s.code = o.superior where o.code = :code")
	Optional<Organisation> superiorOf(String code);

	/** An organisation and the one directly above it. */
	record Step(String code, Organisation superior) {
	}

	/** @return those directly above several, each with the one below it, in one statement; none for what is at the top */
	@Query("""
			select new cn.zhicheng.organisation.Organisations$Step(o.code, s) from Organisation o
			join Organisation s on s.code = o.superior where o.code in :codes
			""")
	List<Step> superiorsOf(Collection<String> codes);

	/** A page of the organisations directly below one, by code. */
	List<Organisation> findBySuperiorAndCodeGreaterThanOrderByCode(String superior, String after, Limit limit);

	/** The organisations at the top of the tree. */
	List<Organisation> findBySuperiorIsNullOrderByCode(Limit limit);

	/**
	 * A page of the organisations strictly below one, by code.
	 *
	 * @param below path of the one above with a {@code %} at its end
	 * @param above path of the one above
	 * @param pattern an SQL {@code like} pattern with {@code !} as escape character, for name or code
	 */
	@Query("""
			select o from Organisation o
			where o.path like :below and o.path <> :above and o.code > :after
			  and (o.name like :pattern escape '!' or o.code like :pattern escape '!' or o.creditCode like :pattern escape '!')
			order by o.code
			""")
	List<Organisation> searchBelow(String below, String above, String pattern, String after, Limit limit);

	/** Open organisations at or below one path whose name or code contains a text; the shortest names first. */
	@Query("""
			select o from Organisation o
			where o.path like :below and o.closedAt is null and (o.name like :pattern escape '!' or o.code like :pattern escape '!')
			order by length(o.name), o.code
			""")
	List<Organisation> openWithin(String below, String pattern, Limit limit);

	/** The whole subtree by code, one page. */
	@Query("select o from Organisation o where o.path like :below and o.code > :after order by o.code")
	List<Organisation> subtree(String below, String after, Limit limit);

	long countBySuperiorAndClosedAtIsNull(String superior);

	@Query("select o.code from Organisation o where o.mergedInto in :heirs")
	List<String> codesMergedInto(Collection<String> heirs);

	/** Organisations that have gone into another one. */
	@Query("select o.code from Organisation o where o.mergedInto is not null order by o.code")
	List<String> merged();

	Optional<Organisation> findByCreditCode(String creditCode);

	/** Open organisations of these kinds whose region is one of these, exactly. */
	@Query("select o from Organisation o where o.region in :regions and o.kind in :kinds and o.closedAt is null")
	List<Organisation> openIn(Collection<String> regions, Collection<OrganisationKind> kinds);

	/** @return whether an open organisation of these kinds has this name in this region */
	boolean existsByNameAndRegionAndKindInAndClosedAtIsNull(String name, String region, Collection<OrganisationKind> kinds);

	/** @return which of the codes are taken */
	@Query("select o.code from Organisation o where o.code in :codes")
	List<String> codesAmong(Collection<String> codes);

	/** @return which of the credit codes are taken */
	@Query("select o.creditCode from Organisation o where o.creditCode in :creditCodes")
	List<String> creditCodesAmong(Collection<String> creditCodes);

	/**
	 * Puts what is strictly below one path below another. Entities that were read before do not notice.
	 *
	 * @param below the old path with a {@code %} at its end
	 */
	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("""
			update Organisation o set o.path = concat(:newPath, substring(o.path, length(:oldPath) + 1)), o.version = o.version + 1
			where o.path like :below and o.path <> :oldPath
			""")
	int movePaths(String below, String oldPath, String newPath);

	/** @return length of the longest path from one down; null when there is none */
	@Query("select max(length(o.path)) from Organisation o where o.path like :below")
	Integer longestPath(String below);

	/** What kinds of open organisations are directly below one, each combination once. */
	@Query("""
			select distinct new cn.zhicheng.organisation.PlacementRules$Traits(o.kind, o.level, o.region) from Organisation o
			where o.superior = :superior and o.closedAt is null
			""")
	List<PlacementRules.Traits> traitsBelow(String superior);

	/** Whoever changes the tree holds its topmost rows until the transaction ends, so that no two changes cross. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select o from Organisation o where o.superior is null order by o.code")
	List<Organisation> lockTree();

	/** Everything directly below one gets another superior; the paths follow in a statement of their own. */
	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("update Organisation o set o.superior = :heir, o.version = o.version + 1 where o.superior = :former")
	int hand(String former, String heir);
}
