package cn.zhicheng.organisation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * All applications of units without an account.
 */
interface FiledApplications extends JpaRepository<OrganisationApplication, Long> {

	Optional<OrganisationApplication> findByNumber(String number);

	List<OrganisationApplication> findByNumberIn(Collection<String> numbers);

	boolean existsByCreditCodeAndState(String creditCode, ApplicationState state);

	boolean existsByRegionAndNameAndState(String region, String name, ApplicationState state);

	/** What an individual has asked for, the latest first. */
	List<OrganisationApplication> findByApplicantIdOrderByIdDesc(long applicantId, Limit limit);

	long countByApplicantIdAndState(long applicantId, ApplicationState state);

	List<OrganisationApplication> findByOrganisationAndState(String organisation, ApplicationState state);

	/** @return ids of those decided before a moment, by id in chunks */
	@Query("select a.id from OrganisationApplication a where a.decidedAt < :before and a.id > :after order by a.id")
	List<Long> decidedBefore(Instant before, long after, Limit limit);
}
