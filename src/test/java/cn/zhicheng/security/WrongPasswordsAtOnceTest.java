package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.StaffBrowser;

/**
 * Passwords tried out over HTTP: who sends many at once learns of no more than who sends them one after another.
 */
@ApplicationTest
class WrongPasswordsAtOnceTest {

	private static final int TRIES = 80;
	private static final String ACCOUNT = "gz-school";
	private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	@LocalServerPort
	int port;
	@Autowired
	JdbcClient database;
	@Autowired
	Throttle throttle;

	private int before;

	@BeforeEach
	void howManyThereAre() {
		nothingHasBeenTried();
		before = 0;
		before = lookedAt();
	}

	@AfterEach
	void nothingHasBeenTried() {
		SignInTries.forget(database);
		SignInTries.forget(throttle);
	}

	@Test
	void at_the_page() throws Exception {
		assertThat(inTurn(pages())).containsOnly(422, 429);
		int oneAfterAnother = lookedAt();
		nothingHasBeenTried();
		// Nor is anything told by who has no place left for so many.
		assertThat(atOnce(pages())).isSubsetOf(422, 429, 503);
		assertThat(lookedAt() - oneAfterAnother).isBetween(1, oneAfterAnother);
		assertThat(oneAfterAnother).isEqualTo(5);
	}

	@Test
	void of_programs() throws Exception {
		assertThat(inTurn(programs())).containsOnly(401);
		int oneAfterAnother = lookedAt();
		nothingHasBeenTried();
		assertThat(atOnce(programs())).isSubsetOf(401, 503);
		assertThat(lookedAt() - oneAfterAnother).isBetween(1, oneAfterAnother);
		assertThat(oneAfterAnother).isEqualTo(5);
	}

	/** Each password that is looked at and wrong is audited, and nothing that is not looked at. */
	private int lookedAt() {
		return database.sql("select count(*) from audit_entry where kind = 'SIGN_IN_REFUSED' and actor = ?").param(ACCOUNT).query(Integer.class).single() - before;
	}

	private List<Callable<Integer>> pages() {
		return IntStream.range(0, TRIES).<Callable<Integer>>mapToObj(number -> {
			var browser = new StaffBrowser(port);
			var page = FORM_TOKEN.matcher(browser.get("/sign-in").body());
			assertThat(page.find()).isTrue();
			var form = browser.form("/sign-in", Map.of("account", ACCOUNT, "password", "Falsch-" + number, "_csrf", page.group(1)));
			return () -> browser.send(form).statusCode();
		}).toList();
	}

	private List<Callable<Integer>> programs() {
		return IntStream.range(0, TRIES).<Callable<Integer>>mapToObj(number -> {
			var credentials = Base64.getEncoder().encodeToString((ACCOUNT + ":Falsch-" + number).getBytes(StandardCharsets.UTF_8));
			var browser = new StaffBrowser(port);
			return () -> browser.send(browser.request("/engine-rest/task").header("Authorization", "Basic " + credentials)).statusCode();
		}).toList();
	}

	private static List<Integer> inTurn(List<Callable<Integer>> tries) throws Exception {
		var answers = new ArrayList<Integer>();
		for (var one : tries) {
			answers.add(one.call());
		}
		return answers;
	}

	private static List<Integer> atOnce(List<Callable<Integer>> tries) throws Exception {
		var people = Executors.newFixedThreadPool(tries.size());
		try {
			var together = new CyclicBarrier(tries.size());
			var answers = new ArrayList<Integer>();
			for (var answer : people.invokeAll(tries.stream().<Callable<Integer>>map(one -> () -> {
				together.await(30, TimeUnit.SECONDS);
				return one.call();
			}).toList(), 2, TimeUnit.MINUTES)) {
				answers.add(answer.get());
			}
			return answers;
		} finally {
			people.shutdownNow();
		}
	}
}
