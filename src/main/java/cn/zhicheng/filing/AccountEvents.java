package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The stored history of accounts; offers no way to change an entry, and to remove one only at the end of its time.
 */
interface AccountEvents extends Repository<AccountEvent, Long> {

	AccountEvent save(AccountEvent event);

	/** The newest first. */
	List<AccountEvent> findByDocumentNumberHashAndDocumentTypeOrderByIdDesc(String documentNumberHash, DocumentType documentType,
			Limit limit);

	/** All of a person, the first one first. */
	List<AccountEvent> findByDocumentNumberHashAndDocumentTypeOrderById(String documentNumberHash, DocumentType documentType);

	/** What a unit has reset since a moment, the newest first; of who is not on its roster any more without the name. */
	@Query("""
			select new cn.zhicheng.filing.AccountResets$Reset(r.name, e.happenedAt, e.userId) from AccountEvent e
			left join RosterEntry r on r.organisation = e.organisation and r.documentNumberHash = e.documentNumberHash and r.documentType = e.documentType
			where e.organisation = :organisation and e.kind = cn.zhicheng.filing.AccountEventKind.RESET and e.happenedAt >= :since
			order by e.happenedAt desc, e.id desc
			""")
	List<AccountResets.Reset> resetsOf(String organisation, Instant since, Limit limit);

	/** How many resets there were at each of the units; those without any are left out. */
	@Query("""
			select e.organisation as organisation, count(e) as resets from AccountEvent e
			where e.organisation in :organisations and e.kind = cn.zhicheng.filing.AccountEventKind.RESET and e.happenedAt >= :since
			group by e.organisation
			""")
	List<ResetCount> countResets(Collection<String> organisations, Instant since);

	/** How many accounts a unit has reset. */
	interface ResetCount {

		String getOrganisation();

		long getResets();
	}

	/** Of the oldest entries some, by id. */
	@Query("select e.id from AccountEvent e where e.happenedAt < :before order by e.id")
	List<Long> olderThan(Instant before, Limit limit);

	@Modifying
	@Query("delete from AccountEvent e where e.id in :ids")
	int deleteByIdIn(Collection<Long> ids);

	@Modifying
	@Query("delete from AccountEvent e where e.documentNumberHash = :documentNumberHash and e.documentType = :documentType")
	void removeAll(String documentNumberHash, DocumentType documentType);

	Optional<AccountEvent> findFirstByDocumentNumberHashAndDocumentTypeAndKindInOrderByIdDesc(String documentNumberHash,
			DocumentType documentType, Collection<AccountEventKind> kinds);
}
