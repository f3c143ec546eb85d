package cn.zhicheng.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditReading.Entry;

class AlertRulesTest {

	private static final Set<DayOfWeek> WEEK = Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
	/** 清明节 of 2021 was on the Monday; the Saturday after the May holidays was worked. */
	private static final AlertSettings SETTINGS = new AlertSettings(Duration.ofMinutes(1), 3, 1, 20, 1, WEEK, LocalTime.of(8, 0), LocalTime.of(20, 0),
			Set.of(LocalDate.of(2021, 4, 5)), Set.of(LocalDate.of(2021, 5, 8)));
	private static final AlertRules RULES = new AlertRules(SETTINGS);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			LOOKED              | gz-school     | field=MOBILE                        | LOOKS
			LOOKED              | gz-school     | field=EVIDENCE                      |
			CREDENTIALS_CHANGED | gz-school     | what=RESET                          | RESETS
			CREDENTIALS_CHANGED | gs-reform     | what=password and second factor reset | RESETS
			CREDENTIALS_CHANGED | admin         | what=password set                   | RESETS
			CREDENTIALS_CHANGED | gz-school     | what=second factor added            |
			CREDENTIALS_CHANGED | applicant:7   | what=RESET                          |
			CREDENTIALS_CHANGED | system        | what=password and second factor reset |
			RIGHTS_REFUSED      | admin         | rule=rights.ownGroups               | REFUSED_RIGHTS
			RIGHTS_CHANGED      | gs-reform     | what=administrator                  | RIGHTS
			RIGHTS_CHANGED      | gs-reform     | what=self-granted review            | RIGHTS
			RIGHTS_CHANGED      | gs-reform     | group=gz-school                     |
			RIGHTS_CHANGED      | gs-reform     | group=gz-school--admin              | RIGHTS
			RIGHTS_CHANGED      | admin         | group=designer                      | RIGHTS
			RIGHTS_CHANGED      | admin         | resource=Task                       | RIGHTS
			RIGHTS_CHANGED      | system        | why=x                               |
			RIGHTS_CHANGED      | system        | left=auditor                        | RIGHTS
			DEPLOYED            | designer      | operation=Create                    | DEPLOYMENTS
			DEPLOYED            | system        | operation=Create                    | DEPLOYMENTS
			SIGN_IN_REFUSED     | gz-school     | what=password                       | REFUSED_SIGN_INS
			SIGN_IN_REFUSED     | unknown       | what=password                       | REFUSED_SIGN_INS
			SIGN_IN_REFUSED     | applicant:7   | step=password                       |
			SIGNED_IN           | gz-school     | address=127.0.0.1                   |
			DECIDED             | gz-school     | decision=CONFIRM                    |
			EXPORTED            | applicant:7   | what=own data                       |
			""")
	void on_a_working_morning(AuditKind kind, String actor, String detail, String expected) {
		assertThat(kinds(kind, actor, detail, "2021-04-01T09:00")).containsExactlyElementsOf(expected == null ? Set.of()
				: Arrays.stream(expected.split(" ")).map(AlertKind::valueOf).collect(Collectors.toSet()));
	}

	@ParameterizedTest
	@CsvSource({ "2021-04-01T07:59,true", "2021-04-01T08:00,false", "2021-04-01T19:59,false", "2021-04-01T20:00,true", "2021-04-01T23:30,true", "2021-04-03T10:00,true",
			"2021-04-05T10:00,true", "2021-05-08T10:00,false", "2021-05-08T21:00,true" })
	void outside_of_working_hours(String at, boolean outside) {
		assertThat(kinds(AuditKind.DECIDED, "gz-school", "decision=CONFIRM", at).contains(AlertKind.OUTSIDE_HOURS)).isEqualTo(outside);
		assertThat(kinds(AuditKind.SIGNED_IN, "gz-school", "address=x", at)).isEmpty();
		assertThat(kinds(AuditKind.EXPORTED, "applicant:7", "what=own data", at)).as("individuals file when they like").isEmpty();
	}

	@Test
	void each_kind_is_found_in_the_kinds_of_entries_that_it_names() {
		for (var kind : AuditKind.values()) {
			for (var actor : new String[] { "gz-school", "system" }) {
				for (var what : new String[] { "what=RESET", "field=MOBILE" }) {
					assertThat(kinds(kind, actor, what, "2021-04-03T10:00")).allSatisfy(found -> assertThat(found.kinds()).contains(kind));
				}
			}
		}
	}

	@Test
	void settings_that_would_find_nothing_are_refused() {
		assertThatThrownBy(() -> new AlertSettings(Duration.ofMinutes(1), 0, 1, 1, 1, WEEK, LocalTime.of(8, 0), LocalTime.of(20, 0), Set.of(), Set.of()))
				.hasMessageContaining("at least 1");
		assertThatThrownBy(() -> new AlertSettings(Duration.ofMinutes(1), 1, 1, 1, 1, WEEK, LocalTime.of(20, 0), LocalTime.of(8, 0), Set.of(), Set.of()))
				.hasMessageContaining("opens");
	}

	private static Set<AlertKind> kinds(AuditKind kind, String actor, String detail, String at) {
		var parts = detail.split("=");
		return RULES.kindsOf(new Entry(1, LocalDateTime.parse(at).atZone(AlertRules.ZONE).toInstant(), kind, actor, null, "account:somebody", Map.of(parts[0], parts[1]), 1L, "", ""));
	}
}
