package cn.zhicheng.rehearsal;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.ReminderTable;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RehearsedApplicants;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationKind;
import cn.zhicheng.rehearsal.CampaignFigures.Day;
import cn.zhicheng.rehearsal.CampaignFigures.Supervised;
import cn.zhicheng.review.IndividualReminders;
import cn.zhicheng.review.Supervision;
import cn.zhicheng.review.SupervisionStarts;

/**
 * Runs a whole campaign in an empty database with the models that the engine has, as fast as the machine can.
 */
@Service
@Profile("rehearsal")
public class Rehearsal {

	private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
	private static final int QUARTER = 15;
	/** Share of the people whose files an archive agency keeps. */
	private static final double ARCHIVED = 0.06;

	private final RehearsalSettings settings;
	private final SimulatedClock clock;
	private final RehearsedEngine engine;
	private final MadeUpOrganisations organisations;
	private final MadeUpEvidence evidence;
	private final RehearsedApplicants applicants;
	private final Filing filing;
	private final DeadlineCalendar calendar;
	private final SupervisionStarts supervisions;
	private final Supervision supervision;
	private final IndividualReminders individuals;
	private final ReminderTable reminders;
	private final FigureCollector figures;
	private final TransactionTemplate transaction;

	Rehearsal(RehearsalSettings settings, SimulatedClock clock, RehearsedEngine engine, MadeUpOrganisations organisations,
			MadeUpEvidence evidence, RehearsedApplicants applicants, Filing filing, DeadlineCalendar calendar, SupervisionStarts supervisions,
			Supervision supervision, IndividualReminders individuals, ReminderTable reminders, FigureCollector figures,
			PlatformTransactionManager transactions) {
		this.settings = settings;
		this.clock = clock;
		this.engine = engine;
		this.organisations = organisations;
		this.evidence = evidence;
		this.applicants = applicants;
		this.filing = filing;
		this.calendar = calendar;
		this.supervisions = supervisions;
		this.supervision = supervision;
		this.individuals = individuals;
		this.reminders = reminders;
		this.figures = figures;
		this.transaction = new TransactionTemplate(transactions);
	}

	/**
	 * @param models name of the folder of the models, for the report
	 * @param from first day; null: as the settings say
	 * @throws UnfitRehearsalException if the table has dates with which no such campaign can be run
	 */
	public CampaignFigures run(String models, LocalDate from) throws IOException {
		long started = System.nanoTime();
		int year = calendar.campaignYear();
		var last = calendar.lastDate(year).date();
		var first = from != null ? from : settings.firstDay() != null ? settings.firstDay() : last.minusDays(settings.days() - 1L);
		var until = last.plusDays(settings.daysAfter());
		requireFilingDays(first, year);
		clock.moveTo(first.atStartOfDay(Deadline.ZONE).toInstant());
		evidence.receive();
		var tree = organisations.create(settings.organisations());
		var trouble = new Trouble();
		var timeline = new Timeline(clock, engine, trouble);
		var chance = new Chance(settings.seed());
		var superiors = new Superiors(settings.superiors(), chance, engine, supervision);
		var campaign = new Campaign(settings, chance, timeline, clock, engine, filing, evidence, transaction, trouble, superiors);
		supervisions.beginAll();
		campaign.open(tree, first, until);
		enrol(campaign, chance, tree, first, year);
		individuals.remindAll();
		var reminderTimes = reminderTimes(tree);
		var days = new ArrayList<Day>();
		for (var day = first; !day.isAfter(until); day = day.plusDays(1)) {
			var date = day;
			reminderTimes.forEach(time -> timeline.at(date.atStartOfDay(Deadline.ZONE).plus(time).toInstant(), () -> trouble.watch(individuals::remindAll)));
			timeline.at(new Deadline(date).end().minusSeconds(60), () -> {
				days.add(figures.day(date));
				if (days.size() % 10 == 0) {
					LOG.info("{}: {} submitted, {} published", date, days.get(days.size() - 1).submitted(), days.get(days.size() - 1).published());
				}
			});
		}
		timeline.run(new Deadline(until).end());
		var told = figures.told(tree, campaign::isSlow);
		var took = Duration.ofNanos(System.nanoTime() - started);
		return new CampaignFigures(models, year, first, calendar.filingDeadline(year).date(), last, until, tree.size(),
				(int) tree.stream().filter(campaign::isSlow).count(), figures.outcome(), told.events(),
				supervised(superiors.done()), campaign.refusals(), trouble.kinds(), days,
				told.stages(), told.behind(), timeline.jobs(), took);
	}

	/** @return at which quarters of an hour of a day individuals are reminded anywhere: elsewhere they are asked for all the time */
	private Set<Duration> reminderTimes(List<Organisation> tree) {
		return tree.stream().map(Organisation::region).distinct().flatMap(region -> reminders.timesFor(region, Stage.FILING, null).stream())
				.map(time -> Duration.ofMinutes((time.at().get(ChronoField.MINUTE_OF_DAY) + QUARTER - 1) / QUARTER * QUARTER))
				.collect(Collectors.toCollection(TreeSet::new));
	}

	private Supervised supervised(Superiors.Done done) {
		return new Supervised(engine.reached("reminder"), figures.individualsReminded(), sum(engine.reached("superviseOverdue")),
				done.urgings(), done.extensions(), done.lapses());
	}

	private static int sum(Map<LocalDate, Integer> byDay) {
		return byDay.values().stream().mapToInt(Integer::intValue).sum();
	}

	private void requireFilingDays(LocalDate first, int year) {
		var filingDate = calendar.filingDeadline(year).date();
		if (first.isAfter(filingDate)) {
			throw new UnfitRehearsalException(
					"The rehearsal would begin on %s, after the filing date %s: set zhicheng.rehearsal.days higher, or zhicheng.rehearsal.first-day"
							.formatted(first, filingDate));
		}
		if (first.plusDays(400).isBefore(calendar.lastDate(year).date())) {
			throw new UnfitRehearsalException("The rehearsal would begin on %s, more than 400 days before the last date %s"
					.formatted(first, calendar.lastDate(year).date()));
		}
	}

	private void enrol(Campaign campaign, Chance chance, List<Organisation> tree, LocalDate first, int year) {
		var units = tree.stream().filter(one -> one.kind() == OrganisationKind.UNIT).toList();
		var agencies = tree.stream().filter(one -> one.kind() == OrganisationKind.ARCHIVE_AGENCY).toList();
		var people = applicants.create(settings.records());
		for (int i = 0; i < people.size(); i++) {
			boolean archived = !agencies.isEmpty() && chance.of("archived", i) < ARCHIVED;
			var employers = archived ? agencies : units;
			var unit = employers.get((int) (employers.size() * chance.of("employer", i)));
			var filingDate = calendar.filingDeadline(unit, year);
			var person = new Person(i, people.get(i).id(), people.get(i).name(), unit.code(), chance, settings);
			campaign.takesPart(person, first, filingDate.date().isBefore(first) ? new Deadline(first) : filingDate);
		}
	}
}
