package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import cn.zhicheng.OnPostgresql;

@OnPostgresql
class StageTimersOnPostgresqlTest extends StageTimersContract {

	/** H2 cannot leave out what is locked: there whoever runs dates of stages waits. */
	@Test
	void a_record_somebody_is_busy_with_is_left_for_later() throws Exception {
		var numbers = dueRecords(3);
		var busy = numbers.get(1);

		var free = transactions.execute(status -> {
			assertThat(records.findToDecide(busy)).isPresent();
			return CompletableFuture.supplyAsync(() -> transactions.execute(other -> due.lockFree(numbers))).join();
		});

		assertThat(free).containsExactlyInAnyOrder(numbers.get(0), numbers.get(2));
	}
}
