package cn.zhicheng.workflow;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.OtherReviewers;
import cn.zhicheng.review.OneHandSettings;

/**
 * Looks through the members of organisations, which the engine keeps, for one who has not confirmed a record yet.
 */
@Component
@Transactional(readOnly = true)
class EngineOtherReviewers implements OtherReviewers {

	/** A member who may not decide for what was confirmed; before the unit nobody has confirmed for another organisation. */
	private static final String BARRED_BY_CONFIRMATION = """
			exists (select 1 from history_entry h where h.record_id = r.id and h.submission = r.submissions and h.event = 'CONFIRMED'
			    and (r.other_reviewer or r.organisation <> r.employer and h.organisation <> r.organisation)
			    and (h.actor = m.USER_ID_ or exists (select 1 from same_person p where p.account = m.USER_ID_ and p.same_as = h.actor)))
			""";
	/** A member who may not decide for having handed out the person's code. */
	private static final String BARRED_BY_CODE = """
			r.organisation = r.employer and exists (select 1 from applicant a where a.id = r.applicant_id
			    and (a.code_by = m.USER_ID_ or exists (select 1 from same_person p where p.account = m.USER_ID_ and p.same_as = a.code_by)))
			""";
	/** An organisation that has no reviewers at all misses more than another one. */
	private static final String MISSING = """
			from title_record r where r.state = 'IN_REVIEW' and r.waiting_since is null
			and (r.other_reviewer or %2$s exists (select 1 from ACT_ID_MEMBERSHIP m where m.GROUP_ID_ = r.organisation and (%1$s)))
			and not exists (select 1 from ACT_ID_MEMBERSHIP m where m.GROUP_ID_ = r.organisation and not (%1$s))
			""";

	private final JdbcClient database;
	private final String missing;

	EngineOtherReviewers(JdbcClient database, OneHandSettings settings) {
		this.database = database;
		// Units have most of the records, and where codes do not matter nobody is barred there.
		this.missing = settings.isForbidden() ? MISSING.formatted(BARRED_BY_CONFIRMATION + " or " + BARRED_BY_CODE, "")
				: MISSING.formatted(BARRED_BY_CONFIRMATION, "r.organisation <> r.employer and");
	}

	@Override
	public Map<String, Integer> missingAt(Collection<String> organisations) {
		return organisations.isEmpty() ? Map.of() : database.sql("select r.organisation, count(*) " + missing + " and r.organisation in (:codes) group by r.organisation")
				.param("codes", organisations).query((row, number) -> Map.entry(row.getString(1), row.getInt(2))).list().stream()
				.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	@Override
	public Map<String, Integer> missing() {
		return database.sql("select r.organisation, count(*) " + missing + " group by r.organisation")
				.query((row, number) -> Map.entry(row.getString(1), row.getInt(2))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	@Override
	public Set<Long> missingFor(Collection<Long> records) {
		return records.isEmpty() ? Set.of()
				: Set.copyOf(database.sql("select r.id " + missing + " and r.id in (:ids)").param("ids", records).query(Long.class).list());
	}
}
