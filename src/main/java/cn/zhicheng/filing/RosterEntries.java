package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/**
 * The people on all rosters.
 */
interface RosterEntries extends JpaRepository<RosterEntry, Long> {

	Optional<RosterEntry> findByIdAndOrganisation(Long id, String organisation);

	List<RosterEntry> findByIdInAndOrganisationOrderById(Collection<Long> ids, String organisation);

	List<RosterEntry> findByDocumentNumberHashAndDocumentTypeOrderById(String documentNumberHash, DocumentType documentType);

	Optional<RosterEntry> findByOrganisationAndDocumentNumberHashAndDocumentType(String organisation, String documentNumberHash,
			DocumentType documentType);

	List<RosterEntry> findByOrganisationAndDocumentNumberHashIn(String organisation, Collection<String> documentNumberHashes);

	/**
	 * A page by key.
	 *
	 * @param after id of the last person of the page before; 0 for the first page
	 * @param pattern an SQL {@code like} pattern for the name with {@code !} as escape character
	 */
	@Query("""
			select e from RosterEntry e
			where e.organisation = :organisation and e.id > :after and e.name like :pattern escape '!' and e.state in :states
			order by e.id
			""")
	List<RosterEntry> page(String organisation, long after, String pattern, Collection<RosterState> states, Limit limit);

	/** People who have no code that could be used. */
	@Query("""
			select e from RosterEntry e
			where e.organisation = :organisation and e.state = cn.zhicheng.filing.RosterState.PENDING
			  and (e.codeHash is null or e.codeValidUntil <= :now)
			order by e.id
			""")
	List<RosterEntry> withoutCode(String organisation, Instant now, Limit limit);

	/** People on the heir's roster whose account the other unit answers for: now the heir does. */
	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("""
			update versioned RosterEntry e
			set e.state = cn.zhicheng.filing.RosterState.ACTIVE, e.codeHash = null, e.codeHandedOutAt = null, e.codeValidUntil = null, e.codeHandedOutBy = null
			where e.organisation = :heir and exists (select 1 from RosterEntry o where o.organisation = :organisation
			  and o.state = cn.zhicheng.filing.RosterState.ACTIVE
			  and o.documentNumberHash = e.documentNumberHash and o.documentType = e.documentType)
			""")
	void activateThoseActiveAt(String organisation, String heir);

	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("""
			update versioned RosterEntry e set e.organisation = :heir
			where e.organisation = :organisation and not exists (select 1 from RosterEntry o where o.organisation = :heir
			  and o.documentNumberHash = e.documentNumberHash and o.documentType = e.documentType)
			""")
	void moveThoseUnknownTo(String organisation, String heir);

	/** People without an account, put on a roster and given a code last before a moment, whose code cannot be used any more; by id. */
	@Query("""
			select e.id from RosterEntry e
			where e.id > :after and e.addedAt < :before and (e.codeHandedOutAt is null or e.codeHandedOutAt < :before)
			  and (e.codeValidUntil is null or e.codeValidUntil <= :now)
			  and not exists (select 1 from Applicant a where a.documentNumberHash = e.documentNumberHash and a.documentType = e.documentType)
			order by e.id
			""")
	List<Long> withoutAccount(Instant before, Instant now, long after, Limit limit);

	/** Removes those of these people who were not given a code meanwhile. */
	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("""
			delete from RosterEntry e
			where e.id in :ids and (e.codeHandedOutAt is null or e.codeHandedOutAt < :before)
			  and not exists (select 1 from Applicant a where a.documentNumberHash = e.documentNumberHash and a.documentType = e.documentType)
			""")
	int removeWithoutAccount(Collection<Long> ids, Instant before);

	/** A part of a roster by key, for going through all of it. */
	List<RosterEntry> findByOrganisationAndIdGreaterThanOrderById(String organisation, long after, Limit limit);

	@Modifying(flushAutomatically = true, clearAutomatically = true)
	@Query("delete from RosterEntry e where e.organisation = :organisation")
	void removeAll(String organisation);

	@Query("select e.state as state, count(e) as people from RosterEntry e where e.organisation = :organisation group by e.state")
	List<StateCount> countByState(String organisation);

	/** How many people of a roster are in a state. */
	interface StateCount {

		RosterState getState();

		long getPeople();
	}
}
