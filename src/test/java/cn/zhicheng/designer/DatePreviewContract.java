package cn.zhicheng.designer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.deadline.DeadlineTable;
import cn.zhicheng.deadline.DeadlineTables;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.designer.DatePreview.Move;
import cn.zhicheng.designer.DatePreview.Waiting;

/**
 * What a table would do is counted before it does anything.
 */
@ApplicationTest
abstract class DatePreviewContract {

	@Autowired
	DatePreview preview;
	@Autowired
	DeadlineTables tables;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	JdbcTemplate database;
	@Autowired
	MutableClock clock;

	@BeforeEach
	void nothing_is_on_its_way() {
		clock.set(ApplicationTest.START);
		database.update("update title_record set state = 'LAPSED'");
	}

	@Test
	void records_that_move_together_are_counted_by_region_and_stage_and_the_others_stay() {
		filed.submittedBySomebody("gz-school");
		filed.submittedBySomebody("gz-school");
		filed.submittedBySomebody("gz-archive");
		filed.submittedBySomebody("zy-school");
		filed.submittedBySomebody("lz-company");

		var seen = preview.of(units("6207", "05-15"));

		assertThat(seen.moves()).containsExactly(
				new Move("620700", "张掖市", Stage.UNIT, Waiting.REVIEW, day("05-10"), day("05-15"), eight("05-03"), eight("05-08"), 1, 1, 0, 0),
				new Move("620702", "甘州区", Stage.UNIT, Waiting.REVIEW, day("05-10"), day("05-15"), eight("05-03"), eight("05-08"), 2, 3, 0, 0));
		assertThat(seen.unmoved()).isEqualTo(1);
		assertThat(seen.records()).isEqualTo(4);
		assertThat(seen.timers()).isEqualTo(4);
	}

	@Test
	void what_would_be_overdue_at_once_and_what_would_not_be_any_more_is_told() {
		filed.submittedBySomebody("gz-school");
		filed.submittedBySomebody("lz-company");
		clock.set("2021-05-20T10:00");

		var earlier = preview.of(units("62", "05-15"));
		assertThat(earlier.newlyOverdue()).isEqualTo(1);
		assertThat(earlier.noLongerOverdue()).isZero();

		var later = preview.of(units("6207", "05-25"));
		assertThat(later.newlyOverdue()).isZero();
		assertThat(later.noLongerOverdue()).isEqualTo(1);
	}

	@Test
	void drafts_move_with_the_date_of_filing_and_amendments_with_the_stage_that_returned_them() {
		filed.completeDraft(filed.newPerson(), "gz-school");
		var returned = filed.submittedBySomebody("gz-school");
		reviews.sendBack(returned, "gz-school");

		assertThat(preview.of(units("6207", "05-15")).moves()).containsExactly(
				new Move("620702", "甘州区", Stage.UNIT, Waiting.AMENDMENT, day("05-10"), day("05-15"), eight("05-03"), eight("05-08"), 1, 1, 0, 0));
		assertThat(preview.of(changed(Stage.FILING, "62", "05-05")).moves()).containsExactly(
				new Move("620702", "甘州区", Stage.FILING, Waiting.DRAFT, day("04-30"), day("05-05"), eight("04-23"), eight("04-28"), 1, 1, 0, 0));
	}

	@Test
	void of_two_records_returned_on_one_day_both_are_counted_once() {
		var morning = filed.submittedBySomebody("gz-school");
		var evening = filed.submittedBySomebody("gz-school");
		clock.set("2021-04-02T08:00");
		reviews.sendBack(morning, "gz-school");
		clock.set("2021-04-02T20:00");
		reviews.sendBack(evening, "gz-school");

		assertThat(preview.of(units("6207", "05-15")).moves()).containsExactly(
				new Move("620702", "甘州区", Stage.UNIT, Waiting.AMENDMENT, day("05-10"), day("05-15"), eight("05-03"), eight("05-08"), 1, 2, 0, 0));
	}

	@Test
	void the_table_in_force_changes_nothing() {
		filed.submittedBySomebody("gz-school");

		assertThat(preview.of(tables.latest()).moves()).isEmpty();
	}

	private DeadlineTable units(String regions, String date) {
		return changed(Stage.UNIT, regions, date);
	}

	private DeadlineTable changed(Stage stage, String regions, String date) {
		var present = tables.latest();
		return (region, asked, level) -> asked == stage && region.startsWith(regions) ? Optional.of(date) : present.dateFor(region, asked, level);
	}

	private static LocalDateTime eight(String date) {
		return day(date).atTime(8, 0);
	}

	private static LocalDate day(String date) {
		return LocalDate.parse("2021-" + date);
	}
}
