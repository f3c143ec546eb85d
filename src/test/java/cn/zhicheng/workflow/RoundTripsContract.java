package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.CountedRoundTrips;
import cn.zhicheng.TestRecords;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecords;

/**
 * What a record of a provincial unit costs the database on its whole way: one submission and three confirmations, from the
 * call of the service on, engine, authorization and our own tables together.
 */
@ApplicationTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class RoundTripsContract {

	private static final Logger LOG = LoggerFactory.getLogger(RoundTripsContract.class);
	private static final int AT_MOST = 125;
	private static final Pattern SEQUENCE = Pattern.compile("^(select|values) (next value for|nextval)");
	private static final List<String> WAY = List.of("gs-hospital", "gs-health", "gs-reform");

	@Autowired
	CountedRoundTrips counted;
	@Autowired
	OtherOpenRecords others;
	@Autowired
	TestRecords filed;
	@Autowired
	TitleRecords records;
	@Autowired
	TaskService tasks;
	@Autowired
	IdentityService identities;

	@AfterEach
	void nobodyIsSignedOn() {
		identities.clearAuthentication();
	}

	@Test
	@Order(1)
	void a_record_costs_at_most_125_round_trips_beside_10_open_ones() {
		others.create(10);
		assertThat(costOfOneRecord()).isLessThanOrEqualTo(AT_MOST);
	}

	@Test
	@Order(2)
	void and_as_many_beside_10_000() {
		int beside10 = costOfOneRecord();
		others.create(9_990);
		assertThat(costOfOneRecord()).isLessThanOrEqualTo(AT_MOST).isEqualTo(beside10);
	}

	private int costOfOneRecord() {
		// Plans and classes are loaded once: that belongs to no record.
		goTheWholeWay();
		var steps = goTheWholeWay();
		steps.forEach((step, count) -> {
			LOG.info("{}: {} round trips, {} commits", step, count.roundTrips(), count.commits());
			count.statements().forEach(sql -> LOG.debug("{}: {}", step, sql.replaceAll("\\s+", " ")));
		});
		// Nor do sequences, which are fetched fifty numbers at a time by whichever record comes next.
		var fetches = steps.values().stream().flatMap(count -> count.statements().stream()).filter(sql -> SEQUENCE.matcher(sql).find()).toList();
		assertThat(fetches).as("each fetch is of many numbers").doesNotHaveDuplicates();
		int sum = steps.values().stream().mapToInt(CountedRoundTrips.Count::roundTrips).sum() - fetches.size();
		LOG.info("a record beside {} others: {} round trips", others.number(), sum);
		return sum;
	}

	private Map<String, CountedRoundTrips.Count> goTheWholeWay() {
		var steps = new LinkedHashMap<String, CountedRoundTrips.Count>();
		var draft = filed.completeDraft(filed.newPerson(), "gs-hospital");
		counted.begin();
		var number = filed.submit(draft);
		steps.put("submit", counted.count());
		for (var organisation : WAY) {
			var task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
			identities.setAuthentication(organisation, List.of(organisation));
			counted.begin();
			tasks.complete(task, Map.of("decision", "confirm"));
			steps.put("confirm by " + organisation, counted.count());
			identities.clearAuthentication();
		}
		assertThat(records.findByNumber(number).orElseThrow().state()).isEqualTo(RecordState.PUBLISHED);
		assertThat(steps.values()).allSatisfy(count -> assertThat(count.commits()).isEqualTo(1));
		return steps;
	}
}
