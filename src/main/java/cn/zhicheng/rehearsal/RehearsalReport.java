package cn.zhicheng.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.rehearsal.CampaignFigures.Day;

/**
 * The report of a rehearsal for process designers: one HTML file that needs nothing beside it, with one run or with two side by
 * side.
 */
@Component
@Profile("rehearsal")
public class RehearsalReport {

	private static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;
	private static final String TEMPLATE = "rehearsal/report";
	/** Every so many days one line in the table of days. */
	private static final int ROUND = 5;

	private final RehearsalSettings settings;
	private final ITemplateEngine templates;
	private final MessageSource messages;

	RehearsalReport(RehearsalSettings settings, ITemplateEngine templates, MessageSource messages) {
		this.settings = settings;
		this.templates = templates;
		this.messages = messages;
	}

	/** A figure of each run, and by how much the second differs. */
	public record Line(String name, List<String> values, String difference) {
	}

	/** A chart of one run. */
	public record Picture(String models, String svg) {
	}

	/**
	 * Writes the report over the one of an earlier rehearsal.
	 *
	 * @param runs one, or two of the same people with different models
	 * @return where it lies
	 */
	public Path write(List<CampaignFigures> runs) throws IOException {
		var file = settings.report().toAbsolutePath().normalize();
		Files.createDirectories(file.getParent());
		return Files.writeString(file, html(runs));
	}

	String html(List<CampaignFigures> runs) {
		var context = new Context(CHINESE);
		context.setVariable("settings", settings);
		context.setVariable("runs", runs);
		context.setVariable("two", runs.size() > 1);
		context.setVariable("waiting", charts(runs, "rehearsal.waiting", Day::waiting, waiting()));
		context.setVariable("waitingKey", waiting());
		context.setVariable("overdue", charts(runs, "rehearsal.overdue", Day::overdue, overdue()));
		context.setVariable("reminders", reminders(runs));
		context.setVariable("remindersKey", reminderParts(runs.get(0)));
		context.setVariable("flow", charts(runs, "rehearsal.flow", Day::submitted, flow()));
		context.setVariable("flowKey", flow());
		context.setVariable("figures", figures(runs));
		context.setVariable("stages", stages(runs));
		context.setVariable("reasons", reasons(runs));
		context.setVariable("days", runs.stream().map(RehearsalReport::someDays).toList());
		return templates.process(TEMPLATE, context);
	}

	private List<Chart.Series> waiting() {
		return List.of(series("rehearsal.stage.unit", "#1f4e79", Day::unit), series("rehearsal.stage.department", "#4f8fc0", Day::department),
				series("rehearsal.stage.reformOffice", "#a9cbe6", Day::reformOffice), series("rehearsal.stage.amendment", "#d9902f", Day::amendment));
	}

	private List<Chart.Series> overdue() {
		return List.of(series("rehearsal.overdue", "#b3261e", Day::overdue));
	}

	private List<Chart.Series> flow() {
		return List.of(series("rehearsal.published", "#1a6b3c", Day::published),
				series("rehearsal.underWay", "#a9cbe6", day -> day.submitted() - day.published() - day.lapsed()),
				series("rehearsal.lapsed", "#d9902f", Day::lapsed));
	}

	private Chart.Series series(String key, String colour, ToIntFunction<Day> value) {
		return new Chart.Series(text(key), colour, value);
	}

	/** All of a kind have one scale, so that they can be compared by eye. */
	private List<Picture> charts(List<CampaignFigures> runs, String title, ToIntFunction<Day> sum, List<Chart.Series> series) {
		int most = runs.stream().map(CampaignFigures::days).flatMap(Collection::stream).mapToInt(sum).max().orElse(0);
		var last = runs.stream().map(CampaignFigures::until).max(LocalDate::compareTo).orElseThrow();
		return runs.stream().map(run -> new Picture(run.models(), new Chart(run.firstDay(), last, most, text(title)).draw(run.days(), series,
				marks(run)))).toList();
	}

	private List<Picture> reminders(List<CampaignFigures> runs) {
		int most = runs.stream().map(this::reminderParts).mapToInt(parts -> {
			var sums = new HashMap<LocalDate, Integer>();
			parts.forEach(part -> part.values().forEach((date, value) -> sums.merge(date, value, Integer::sum)));
			return sums.values().stream().mapToInt(Integer::intValue).max().orElse(0);
		}).max().orElse(0);
		var last = runs.stream().map(CampaignFigures::until).max(LocalDate::compareTo).orElseThrow();
		return runs.stream().map(run -> new Picture(run.models(), new Chart(run.firstDay(), last, most, text("rehearsal.reminders"))
				.bars(reminderParts(run), marks(run)))).toList();
	}

	private List<Chart.Part> reminderParts(CampaignFigures run) {
		return List.of(new Chart.Part(text("rehearsal.reminders.organisations"), "#1f4e79", run.supervised().reminders()),
				new Chart.Part(text("rehearsal.reminders.individuals"), "#d9902f", run.supervised().individuals()));
	}

	private List<Chart.Mark> marks(CampaignFigures run) {
		return List.of(new Chart.Mark(text("rehearsal.filingDate"), run.filingDate()), new Chart.Mark(text("rehearsal.lastDate"), run.lastDate()));
	}

	private List<Line> figures(List<CampaignFigures> runs) {
		return List.of(count("rehearsal.begun", runs, run -> run.outcome().begun()), count("rehearsal.submitted", runs, run -> run.outcome().submitted()),
				count("rehearsal.published", runs, run -> run.outcome().published()), count("rehearsal.stillOpen", runs, run -> run.outcome().inReview()),
				count("rehearsal.stillOverdue", runs, run -> run.outcome().overdue()),
				count("rehearsal.stillReturned", runs, run -> run.outcome().returned()), count("rehearsal.lapsed", runs, run -> run.outcome().lapsed()),
				count("rehearsal.drafts", runs, run -> run.outcome().drafts()), count("rehearsal.returns", runs, run -> run.events().returned()),
				count("rehearsal.resubmitted", runs, run -> run.events().resubmitted()),
				count("rehearsal.becameOverdue", runs, run -> run.events().overdue()), count("rehearsal.mostOverdue", runs, RehearsalReport::mostOverdue),
				count("rehearsal.decisions", runs, run -> run.events().decisions()), count("rehearsal.late", runs, run -> run.events().late()),
				count("rehearsal.reminded", runs, run -> run.supervised().reminded()),
				count("rehearsal.individualsReminded", runs, run -> run.supervised().individualsReminded()),
				count("rehearsal.asked", runs, run -> run.supervised().asked()), count("rehearsal.urgings", runs, run -> run.supervised().urgings()),
				count("rehearsal.extensions", runs, run -> run.supervised().extensions()),
				count("rehearsal.superiorsLapses", runs, run -> run.supervised().lapses()),
				count("rehearsal.jobs", runs, CampaignFigures::jobs));
	}

	private static int mostOverdue(CampaignFigures run) {
		return run.days().stream().mapToInt(Day::overdue).max().orElse(0);
	}

	private List<Line> stages(List<CampaignFigures> runs) {
		var lines = new ArrayList<Line>();
		for (int i = 0; i < runs.get(0).stages().size(); i++) {
			int stage = i;
			var name = text("rehearsal.stage." + runs.get(0).stages().get(i).stage());
			lines.add(days(name + text("rehearsal.median"), runs, run -> run.stages().get(stage).median()));
			lines.add(days(name + text("rehearsal.most"), runs, run -> run.stages().get(stage).most()));
			if (!runs.get(0).stages().get(i).stage().equals(FigureCollector.AMENDMENT)) {
				lines.add(count(name + text("rehearsal.lateShare"), runs, run -> run.stages().get(stage).late()));
			}
		}
		return lines;
	}

	/** Why records lapsed and people were refused. */
	private List<Line> reasons(List<CampaignFigures> runs) {
		var lines = new ArrayList<Line>();
		for (var stage : Stage.values()) {
			if (runs.stream().anyMatch(run -> run.events().lapses().containsKey(stage.key()))) {
				lines.add(count(text("rehearsal.lapse." + stage.key()), runs, run -> run.events().lapses().getOrDefault(stage.key(), 0)));
			}
		}
		if (runs.stream().anyMatch(run -> run.events().lapses().containsKey(FigureCollector.BY_SUPERIOR))) {
			lines.add(count("rehearsal.lapse.superior", runs, run -> run.events().lapses().getOrDefault(FigureCollector.BY_SUPERIOR, 0)));
		}
		var refusals = new LinkedHashMap<String, Integer>();
		runs.forEach(run -> refusals.putAll(run.refusals()));
		refusals.keySet().forEach(key -> lines.add(count(refusal(key), runs, run -> run.refusals().getOrDefault(key, 0))));
		return lines;
	}

	/** What people read beside a field, without the values that only one of them has. */
	private String refusal(String key) {
		return messages.getMessage("rehearsal.refusal." + key, null, text("rehearsal.refusal.other", key), CHINESE);
	}

	private Line count(String key, List<CampaignFigures> runs, ToIntFunction<CampaignFigures> value) {
		var values = runs.stream().map(value::applyAsInt).toList();
		return new Line(named(key), values.stream().map(String::valueOf).toList(),
				runs.size() < 2 ? "" : String.format(Locale.ROOT, "%+d", values.get(1) - values.get(0)).replace("+0", "0"));
	}

	private Line days(String name, List<CampaignFigures> runs, ToDoubleFunction<CampaignFigures> value) {
		var values = runs.stream().map(value::applyAsDouble).toList();
		return new Line(name, values.stream().map(one -> String.format(Locale.ROOT, "%.1f", one)).toList(),
				runs.size() < 2 ? "" : String.format(Locale.ROOT, "%+.1f", values.get(1) - values.get(0)).replaceFirst("^[+-]0\\.0$", "0.0"));
	}

	private String named(String keyOrName) {
		return messages.getMessage(keyOrName, null, keyOrName, CHINESE);
	}

	private static List<Day> someDays(CampaignFigures run) {
		return run.days().stream()
				.filter(day -> day.date().toEpochDay() % ROUND == 0 || day.date().equals(run.filingDate()) || day.date().equals(run.lastDate())
						|| day.date().equals(run.until()))
				.toList();
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, CHINESE);
	}
}
