package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.joda.time.DateTimeUtils;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import cn.zhicheng.rehearsal.CampaignFigures;

/** Whole campaigns, small ones, as process designers rehearse them. */
@Tag("application")
@ExtendWith(OutputCaptureExtension.class)
class RehearsalTest {

	private static final Path REPORT = Path.of(System.getProperty("test.folder", "target/test-1"), "rehearsal/report.html");
	private static final String[] SMALL = { "--spring.profiles.active=rehearsal", "--zhicheng.campaign.year=2021", "--zhicheng.rehearsal.records=40",
			"--zhicheng.rehearsal.days=70", "--zhicheng.rehearsal.days-after=5", "--zhicheng.rehearsal.seed=7",
			"--zhicheng.rehearsal.organisations.cities=1", "--zhicheng.rehearsal.organisations.counties=2",
			"--zhicheng.rehearsal.reviewers.slow=0.5", "--zhicheng.rehearsal.reviewers.slow-days=16", "--zhicheng.rehearsal.reviewers.returned=0.4",
			"--zhicheng.rehearsal.people.never-amended=0.5", "--zhicheng.rehearsal.people.never-submitted=0.1",
			"--zhicheng.rehearsal.people.too-late=0.1", "--zhicheng.rehearsal.report=" + REPORT };

	@TempDir
	private static Path laterDates;
	private static CampaignFigures asItIs;
	private static CampaignFigures withLaterDates;
	private static String bothSideBySide;

	@BeforeAll
	static void rehearseWithTheDatesAsTheyAreAndWithLaterOnes() throws IOException {
		var table = Files.readString(Path.of("processes/deadlines.dmn"));
		Files.writeString(laterDates.resolve("deadlines.dmn"), table.replace("\"05-10\"", "\"06-10\"").replace("\"05-20\"", "\"06-12\"")
				.replace("\"05-31\"", "\"06-15\""));
		var runs = RehearsalApplication.rehearse(and("--zhicheng.rehearsal.compare=" + laterDates));
		asItIs = runs.get(0);
		withLaterDates = runs.get(1);
		bothSideBySide = Files.readString(REPORT);
	}

	@AfterEach
	void giveTheEnginesClockBack() {
		DateTimeUtils.setCurrentMillisSystem();
	}

	@Test
	void every_record_is_somewhere_at_the_end() {
		var outcome = asItIs.outcome();
		assertThat(outcome.begun()).isEqualTo(40);
		assertThat(outcome.drafts() + outcome.inReview() + outcome.returned() + outcome.lapsed() + outcome.published()).isEqualTo(40);
		assertThat(outcome.published()).isPositive();
		assertThat(outcome.drafts()).isPositive();
		assertThat(asItIs.events().lapses().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(outcome.lapsed()).isPositive();
		assertThat(asItIs.refusals()).containsKey("problem.filingDatePassed");
		assertThat(asItIs.trouble()).isEmpty();
		assertThat(asItIs.supervised().reminded()).isPositive();
		assertThat(asItIs.supervised().individualsReminded()).as("of drafts and returned records").isPositive();
	}

	@Test
	void every_day_adds_up() {
		assertThat(asItIs.days()).hasSize(75).allSatisfy(day -> {
			assertThat(day.waiting() + day.published() + day.lapsed()).isEqualTo(day.submitted());
			assertThat(day.overdue()).isLessThanOrEqualTo(day.waiting());
		});
		var last = asItIs.days().get(74);
		assertThat(last.published()).isEqualTo(asItIs.outcome().published());
		assertThat(last.submitted()).isEqualTo(asItIs.outcome().submitted());
	}

	@Test
	void what_is_decided_is_counted_by_stage() {
		var stages = asItIs.stages();
		assertThat(stages).extracting(CampaignFigures.StageTime::stage).containsExactly("unit", "department", "reformOffice", "amendment");
		assertThat(stages.stream().limit(3).mapToInt(CampaignFigures.StageTime::times).sum()).isEqualTo(asItIs.events().decisions());
		assertThat(stages.get(3).times()).isEqualTo(asItIs.events().resubmitted());
		assertThat(stages).allSatisfy(stage -> assertThat(stage.most()).isGreaterThanOrEqualTo(stage.median()));
	}

	@Test
	void with_later_dates_fewer_become_overdue() {
		assertThat(asItIs.events().overdue()).isPositive();
		assertThat(withLaterDates.events().overdue()).isLessThan(asItIs.events().overdue());
		assertThat(withLaterDates.outcome().begun()).isEqualTo(40);
	}

	@Test
	void the_same_seed_gives_the_same_figures() throws IOException {
		var again = RehearsalApplication.rehearse(SMALL).get(0);
		assertThat(timeless(again)).isEqualTo(timeless(asItIs));
	}

	@Test
	void the_report_shows_both_side_by_side() {
		var parser = Parser.htmlParser().setTrackErrors(20);
		var report = Jsoup.parse(bothSideBySide, parser);
		assertThat(parser.getErrors()).isEmpty();
		assertThat(report.select("svg")).hasSize(8);
		assertThat(report.text()).contains("环节逾期次数 %d %d".formatted(asItIs.events().overdue(), withLaterDates.events().overdue()));
		assertThat(report.select("script, link, img, iframe")).isEmpty();
	}

	@Test
	void a_wrong_setting_is_told_in_a_sentence(CapturedOutput output) {
		assertThat(RehearsalApplication.run(and("--zhicheng.rehearsal.records=0"))).isEqualTo(RehearsalApplication.FAILED);
		assertThat(output).contains("zhicheng.rehearsal.records must be from 1 to 50000");
	}

	@Test
	void a_folder_without_models_is_told_before_anything_is_run(CapturedOutput output) {
		assertThat(RehearsalApplication.run(and("--zhicheng.rehearsal.compare=src/test"))).isEqualTo(RehearsalApplication.FAILED);
		assertThat(output).contains("zhicheng.rehearsal.compare: the folder").contains("has no .bpmn and no .dmn file");
	}

	@Test
	void a_campaign_that_would_begin_after_the_filing_date_is_refused(CapturedOutput output) {
		assertThat(RehearsalApplication.run(and("--zhicheng.rehearsal.days=20"))).isEqualTo(RehearsalApplication.FAILED);
		assertThat(output).contains("after the filing date 2021-04-30");
	}

	@Test
	void it_runs_with_no_other_profile(CapturedOutput output) {
		assertThat(RehearsalApplication.run("--spring.profiles.active=rehearsal,postgres")).isEqualTo(RehearsalApplication.FAILED);
		assertThat(output).contains("The profile rehearsal runs alone");
	}

	/** Without what says how much work it was, and not what became of anybody. */
	private static CampaignFigures timeless(CampaignFigures one) {
		return new CampaignFigures(one.models(), one.year(), one.firstDay(), one.filingDate(), one.lastDate(), one.until(), one.organisations(),
				one.slowOrganisations(), one.outcome(), one.events(), one.supervised(), one.refusals(), one.trouble(), one.days(), one.stages(), one.behind(),
				0, Duration.ZERO);
	}

	private static String[] and(String another) {
		var all = new ArrayList<>(List.of(SMALL));
		all.removeIf(one -> one.startsWith(another.substring(0, another.indexOf('='))));
		all.add(another);
		return all.toArray(String[]::new);
	}
}
