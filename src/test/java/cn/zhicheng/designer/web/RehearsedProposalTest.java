package cn.zhicheng.designer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;
import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.RehearsalRuns;

/** What a designer has uploaded is rehearsed against the version in use before it is taken. */
@ApplicationTest
class RehearsedProposalTest {

	@LocalServerPort
	int port;
	@Autowired
	ModelProposals proposals;
	@Autowired
	RehearsalRuns rehearsals;

	/** With the example of the guide: a second person confirms, and a notice is waited for. */
	@Test
	void an_upload_is_rehearsed_beside_the_application_and_the_report_compares_it_with_what_is_in_use() throws IOException {
		var id = proposals.propose("designer", "复核、公示", Map.of("title-record-review.bpmn", Files.readAllBytes(Path.of("docs/examples/title-record-review.bpmn"))));
		var designer = StaffBrowser.signedOn(port, "designer");
		var page = "/designer/proposals/" + id;
		assertThat(designer.get(page + "/rehearsal").statusCode()).isEqualTo(404);

		assertThat(designer.post(page, page + "/rehearsal", Map.of()).statusCode()).isEqualTo(302);
		assertThat(rehearsals.of(id).orElseThrow().state()).isEqualTo(RehearsalRuns.State.RUNNING);
		assertThat(designer.get(page).body()).contains("正在演练");
		assertThat(rehearsals.start(id, Map.of(), Map.of())).as("one at a time").isFalse();
		await().atMost(Duration.ofMinutes(8)).until(() -> rehearsals.of(id).orElseThrow().state() != RehearsalRuns.State.RUNNING);

		assertThat(rehearsals.of(id).orElseThrow().state()).isEqualTo(RehearsalRuns.State.DONE);
		assertThat(designer.get(page).body()).contains("演练完毕，没有出现问题");
		var report = designer.get(page + "/rehearsal");
		assertThat(report.body()).contains("正在使用的版本", "修改后");
		assertThat(report.headers().firstValue("Content-Security-Policy")).get().asString().contains("sandbox");
		proposals.discard(id, "designer");
	}
}
