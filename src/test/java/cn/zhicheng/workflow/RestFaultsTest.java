package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.TestRecords;
import jakarta.ws.rs.core.Response;

/** What the engine's interfaces answer when something is refused or fails: a sentence, and no text of an exception. */
@ApplicationTest
@ExtendWith(OutputCaptureExtension.class)
class RestFaultsTest {

	@LocalServerPort
	int port;
	@Autowired
	TestRecords filed;
	@Autowired
	JdbcClient database;

	@Test
	void a_refused_decision_is_an_answer_with_one_line_in_the_log(CapturedOutput output) {
		var staff = StaffBrowser.signedOn(port, "gz-school");
		var task = taskOf(filed.submittedBySomebody("gz-school"));
		var before = lines(output);
		var nothing = "{\"variables\": {}}";
		var answer = staff.send("POST", "/camunda/api/engine/engine/default/task/" + task + "/complete", nothing, staff.token());
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("请选择").doesNotContain("ENGINE", "Exception while", "cn.zhicheng", "Cannot complete");
		assertThat(lines(output) - before).isLessThanOrEqualTo(1);
	}

	@Test
	void who_was_later_is_told_so() {
		var answer = new RestFaults().toResponse(new RestException(Response.Status.INTERNAL_SERVER_ERROR,
				new OptimisticLockingException("ENGINE-03005 of other-table"), "Cannot complete task"));
		assertThat(answer.getStatus()).isEqualTo(409);
		assertThat(answer.getEntity()).isEqualTo(Map.of("type", "OptimisticLockingException", "message", "这项任务刚刚已由他人办理或有变动，请刷新后再试。"));
	}

	@Test
	void a_failure_is_told_by_a_number_that_stands_in_the_log(CapturedOutput output) {
		var answer = new RestFaults().toResponse(new RestException(Response.Status.INTERNAL_SERVER_ERROR,
				new IllegalStateException("select secret from somewhere"), "Cannot complete task: select secret"));
		assertThat(answer.getStatus()).isEqualTo(500);
		var said = answer.getEntity().toString();
		assertThat(said).contains("系统出现故障").doesNotContain("secret");
		var number = said.replaceAll(".*编号 (\\w+).*", "$1");
		assertThat(output.getAll()).contains("(" + number + ")", "select secret");
	}

	@Test
	void what_is_merely_wrong_is_told_as_before() {
		var answer = new RestFaults().toResponse(new RestException(Response.Status.NOT_FOUND, "No matching task with id x"));
		assertThat(answer.getStatus()).isEqualTo(404);
	}

	@Test
	void an_address_written_in_another_way_is_no_failure(CapturedOutput output) throws Exception {
		var before = lines(output);
		for (var path : new String[] { "/camunda/api//engine/engine", "/camunda/api//engine/x", "/camunda//app/tasklist", "//engine-rest/version" }) {
			var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(answer.statusCode()).as(path).isBetween(400, 404);
			assertThat(answer.body()).doesNotContain("Exception", "at org.");
		}
		assertThat(lines(output) - before).isLessThanOrEqualTo(4);
	}

	private String taskOf(String number) {
		return database.sql("select t.ID_ from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_ where e.BUSINESS_KEY_ = ?").param(number)
				.query(String.class).single();
	}

	private static long lines(CapturedOutput output) {
		return output.getAll().lines().count();
	}
}
