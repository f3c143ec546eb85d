package cn.zhicheng.deadline;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The dates that hold at one moment: a version of the table, and what superiors have given single organisations beyond it.
 * Each question is put to the table once.
 */
final class Dates {

	private final DeadlineTable table;
	private final Map<Extended, LocalDate> extensions;
	private final Map<Asked, Optional<String>> answers = new ConcurrentHashMap<>();

	/** @param extensions the date last given to an organisation in a campaign */
	Dates(DeadlineTable table, Map<Extended, LocalDate> extensions) {
		this.table = table;
		this.extensions = Map.copyOf(extensions);
	}

	/** An organisation in a campaign. */
	record Extended(String organisation, int campaignYear) {
	}

	private record Asked(String region, Stage stage, OrganisationLevel level) {
	}

	Optional<String> answer(String region, Stage stage, OrganisationLevel level) {
		return answers.computeIfAbsent(new Asked(region, stage, level), asked -> table.dateFor(asked.region(), asked.stage(), asked.level()));
	}

	Optional<Deadline> extension(String organisation, int campaignYear) {
		return Optional.ofNullable(extensions.get(new Extended(organisation, campaignYear))).map(Deadline::new);
	}

	/** @return the same with another table: what would hold if it were published */
	Dates with(DeadlineTable candidate) {
		return new Dates(candidate, extensions);
	}
}
