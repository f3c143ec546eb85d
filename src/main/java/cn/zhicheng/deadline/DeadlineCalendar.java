package cn.zhicheng.deadline;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZonedDateTime;

import org.springframework.stereotype.Service;

import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * Which date holds for which organisation, stage and campaign (甘人社通〔2021〕117号 四, 张人社职〔2021〕39号 三).
 */
@Service
public class DeadlineCalendar {

	private final DatesInForce dates;
	private final CampaignSettings settings;
	private final Clock clock;

	DeadlineCalendar(DatesInForce dates, CampaignSettings settings, Clock clock) {
		this.dates = dates;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * The year of the campaign that takes records now: the one set, or else the one whose last date is next to come, so
	 * that a fresh start is always open.
	 */
	public int campaignYear() {
		if (settings.year() != null) {
			return settings.year();
		}
		var now = clock.instant();
		int thisYear = ZonedDateTime.ofInstant(now, Deadline.ZONE).getYear();
		return lastDate(thisYear).isPassedAt(now) ? thisYear + 1 : thisYear;
	}

	/** @return the campaign's last date: that of the provincial reform office */
	public Deadline lastDate(int campaignYear) {
		return lookUp(settings.region(), Stage.REFORM_OFFICE, OrganisationLevel.PROVINCE, campaignYear);
	}

	/** @return until when people of this unit may file */
	public Deadline filingDeadline(Organisation unit, int campaignYear) {
		return filingDeadline(unit.region(), unit.level(), campaignYear);
	}

	/** @return until when an organisation is to decide on the records that lie there: the table's date, or a later one that its superior gave it */
	public Deadline reviewDeadline(Organisation organisation, int campaignYear) {
		return reviewDeadline(organisation.code(), organisation.kind(), organisation.region(), organisation.level(), campaignYear);
	}

	/** The same for an organisation of which no more is known. */
	public Deadline reviewDeadline(String organisation, OrganisationKind kind, String region, OrganisationLevel level, int campaignYear) {
		return extended(organisation, campaignYear, lookUp(region, Stage.of(kind), level, campaignYear));
	}

	/** @return until when people of units of this region and level may file */
	public Deadline filingDeadline(String region, OrganisationLevel level, int campaignYear) {
		return lookUp(region, Stage.FILING, level, campaignYear);
	}

	/**
	 * The same when the table has been asked already.
	 *
	 * @param answer see {@link #read}
	 */
	public Deadline reviewDeadline(String organisation, String answer, int campaignYear) {
		return extended(organisation, campaignYear, read(answer, campaignYear));
	}

	private Deadline extended(String organisation, int campaignYear, Deadline date) {
		return dates.current().extension(organisation, campaignYear).map(extension -> Deadline.later(date, extension)).orElse(date);
	}

	/** @return the calendar as it would be with another table, extensions included */
	public DeadlineCalendar with(DeadlineTable candidate) {
		var current = dates.current().with(candidate);
		return new DeadlineCalendar(() -> current, settings, clock);
	}

	/** @return until when people may file whose unit is not known yet: the province's date */
	public Deadline filingDeadline(int campaignYear) {
		return lookUp(settings.region(), Stage.FILING, OrganisationLevel.PROVINCE, campaignYear);
	}

	/**
	 * Until when a returned record may be amended: until the date of the stage that returned it, in any case for some
	 * days after the return (a late return must not cost the person the record), but not past the campaign's last date.
	 */
	public Deadline amendmentDeadline(Deadline stageDeadline, Instant returnedAt, int campaignYear) {
		var grace = Deadline.endOfDayOf(returnedAt).plusDays(settings.amendmentDays());
		return Deadline.earlier(Deadline.later(stageDeadline, grace), lastDate(campaignYear));
	}

	/**
	 * Reads an answer of the table.
	 *
	 * @param answer {@code MM-dd} or {@code yyyy-MM-dd}
	 * @throws IllegalStateException if it is no date: the table is wrong, nothing may go on by it
	 */
	public Deadline read(String answer, int campaignYear) {
		try {
			return new Deadline(answer.length() == 5 ? MonthDay.parse("--" + answer).atYear(campaignYear)
					: LocalDate.parse(answer));
		} catch (DateTimeException e) {
			throw new IllegalStateException("deadlines: '%s' is neither MM-dd nor yyyy-MM-dd".formatted(answer), e);
		}
	}

	private Deadline lookUp(String region, Stage stage, OrganisationLevel level, int campaignYear) {
		return dates.current().answer(region, stage, level).map(answer -> read(answer, campaignYear))
				.orElseThrow(() -> new IllegalStateException("deadlines: no row for region %s, stage %s, level %s"
						.formatted(region, stage.key(), level.key())));
	}
}
