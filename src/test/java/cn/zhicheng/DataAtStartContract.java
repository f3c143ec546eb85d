package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.filing.RecordState;

/** The next class of tests begins with what was there at the start, whatever the one before it did. */
@ApplicationTest
abstract class DataAtStartContract {

	@Autowired
	DataAtStart data;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RepositoryService repository;
	@Autowired
	JdbcTemplate jdbc;

	@Test
	void what_was_added_changed_and_deleted_is_as_at_the_start() {
		var before = everything();
		var number = filed.submitted("gs-hospital");
		reviews.confirm(number, "gs-hospital");
		repository.deleteDeployment(repository.createDeploymentQuery().list().get(0).getId(), true);
		jdbc.update("update organisation set name = name || '二'");
		jdbc.update("delete from audit_entry");
		assertThat(everything()).isNotEqualTo(before);

		data.bringBackFor(List.class);

		assertThat(everything()).isEqualTo(before);
		var next = filed.submitted("gs-hospital");
		assertThat(next).as("numbers are not given twice").isNotEqualTo(number);
		reviews.confirm(next, "gs-hospital", "gs-health", "gs-reform");
		assertThat(reviews.record(next).state()).isEqualTo(RecordState.PUBLISHED);
	}

	/** Of each table the rows, in any order. */
	private Map<String, List<String>> everything() {
		var rows = new TreeMap<String, List<String>>();
		for (var table : jdbc.queryForList("select table_name from information_schema.tables where lower(table_schema) = 'public' and table_type = 'BASE TABLE'",
				String.class)) {
			rows.put(table, jdbc.query("select * from \"%s\"".formatted(table), (result, index) -> {
				var row = new StringBuilder();
				for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
					row.append(result.getString(i)).append('|');
				}
				return row.toString();
			}).stream().sorted().toList());
		}
		return rows;
	}
}
