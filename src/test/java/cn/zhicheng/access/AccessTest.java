package cn.zhicheng.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.access.Requests.Answer;

/**
 * Walks every route there is, ours, the engine's and the web apps', as each role with the objects of each organisation, and
 * shows that nothing is answered, shown, counted or changed that {@link Policy} does not name. The routes are asked of the
 * running application: a new one is among them, and refused to everybody until the policy says otherwise.
 */
@ApplicationTest
@Import({ Scene.class, SignedOn.class })
@TestPropertySource(properties = { "zhicheng.organisation.initial=classpath:access/organisations.csv",
		"zhicheng.security.throttle.verification-by-address=1000000/1m", "zhicheng.security.throttle.sign-in-by-address=1000000/1m" })
class AccessTest {

	/** A token against forged requests is another in each page, and so is what is offered for a second factor. */
	private static final Pattern CHANGING = Pattern.compile("data:image/png;base64,[A-Za-z0-9+/=]+|(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}|[A-Za-z0-9_=-]{60,}");

	/** Of a record or an application. */
	private static final Pattern NUMBER = Pattern.compile("(ZC|JG)\\d{4}-?\\d+");

	private static final int ATTEMPTS = 10;

	/** What must be seen, or the test looks nowhere. */
	private static final List<String> SEEN = List.of("REVIEWER OWN", "INDIVIDUAL OWN", "SUPERVISOR OWN", "SUPERVISOR FOREIGN", "SUBTREE_SUPERVISOR SIBLING",
			"ADMINISTRATOR account FOREIGN", "REVIEWER OWN in the web apps", "SUPERVISOR FOREIGN in the web apps",
			"ADMINISTRATOR account FOREIGN in the web apps");

	@Autowired
	ServletWebServerApplicationContext application;
	@Autowired
	Scene scene;
	@Autowired
	JdbcClient database;
	@Autowired
	IdentityService identities;
	@LocalServerPort
	int port;

	private final Policy policy = new Policy();
	private final List<String> findings = new ArrayList<>();
	private final Set<Policy.Rule> needed = new HashSet<>();
	/** Answers that may tell how many records there are, by what was asked. */
	private final Map<Asked, String> answers = new LinkedHashMap<>();
	private final Set<String> seen = new HashSet<>();
	private Requests requests;
	private Fingerprint fingerprint;

	private record Asked(Role role, Route route, Relation relation) {

		@Override
		public String toString() {
			return role + " " + route + " (" + relation + ")";
		}
	}

	@BeforeEach
	void prepare() {
		scene.prepare();
		requests = new Requests(port, scene);
		fingerprint = new Fingerprint(database);
	}

	@Test
	void nobody_gets_more_of_any_route_than_the_policy_names() throws Exception {
		var routes = Routes.of(application);
		assertThat(routes).as("the engine's routes over REST and in the web apps").hasSizeGreaterThan(700);
		assertThat(routes).extracting(Route::toString).contains("GET /portal/records/{number}", "POST /engine-rest/task/{id}/complete",
				"GET /camunda/api/engine/engine/{name}/task/{id}");
		for (var role : Role.values()) {
			walk(role, routes);
		}
		answers.keySet().removeIf(asked -> asked.route().form() || seesElsewhere(asked));
		for (var asked : answers.keySet()) {
			answers.put(asked, settled(asked));
		}
		scene.addRecordsElsewhere();
		for (var asked : answers.keySet()) {
			compare(asked);
		}
		policy.rules().stream().filter(rule -> !needed.contains(rule)).forEach(rule -> findings.add("Nothing needs the rule " + rule));
		SEEN.stream().filter(sight -> !seen.contains(sight)).forEach(sight -> findings.add("Should be seen: " + sight));
		assertThat(findings).as(() -> findings.size() + " findings:\n" + String.join("\n", findings)).isEmpty();
	}

	private void walk(Role role, List<Route> routes) throws Exception {
		var before = fingerprint.take();
		for (var route : routes) {
			for (var relation : route.hasVariables() || route.body() != null ? Relation.values() : new Relation[] { Relation.OWN }) {
				if (ask(new Asked(role, route, relation)).isClosed()) {
					// Closed for the caller, whosever object it is.
					break;
				}
			}
		}
		var changed = Fingerprint.changes(before, fingerprint.take());
		if (!changed.isEmpty()) {
			findings.add(role + " changed " + changed);
		}
	}

	private Answer ask(Asked asked) throws IOException, InterruptedException {
		var rule = policy.ruleFor(asked.role(), asked.route());
		rule.ifPresent(needed::add);
		if (rule.filter(one -> isLeftOut(one, asked)).isPresent()) {
			return new Answer(0, "", "");
		}
		var answer = requests.send(asked.role(), asked.route(), asked.relation());
		if (answer.isGiven()) {
			var changes = !asked.route().method().equals("GET");
			if (rule.isEmpty() || changes && rule.get().effect() == Policy.Effect.OWN) {
				findings.add(asked + " was answered with " + answer.status() + ": " + excerpt(answer.body()));
			} else if (answer.status() == 200) {
				answers.put(asked, normal(answer.body()));
			}
		}
		look(asked, answer);
		if (answer.status() >= 300 && answer.isGiven()) {
			// What the next page is to tell is told there and then, as in a browser, and not on a page that is compared later.
			requests.follow(asked.role(), answer.location());
		}
		return answer;
	}

	/** What a role may change is not tried: the scene must stay as it is. */
	private static boolean isLeftOut(Policy.Rule rule, Asked asked) {
		return rule.effect() == Policy.Effect.ANY || rule.effect() == Policy.Effect.OWN
				&& (asked.role().seesRecordsOf(asked.relation()) || asked.role().administers(asked.relation())
						|| asked.relation() == Relation.OWN);
	}

	private void look(Asked asked, Answer answer) {
		var address = requests.addressOf(asked.role(), asked.route(), asked.relation());
		for (var relation : Relation.values()) {
			var part = scene.of(relation);
			for (var marker : part.markers()) {
				// An error may repeat what was asked for.
				if (answer.body().contains(marker) && (answer.isGiven() || !address.contains(marker))) {
					found(asked, asked.role().seesRecordsOf(relation) || keepsRights(asked) && marker.equals(part.ids().get("taskId"))
							|| audits(asked) && NUMBER.matcher(marker).matches(),
							relation.toString(), marker);
				}
			}
			for (var marker : part.applicationMarkers()) {
				if (answer.body().contains(marker) && (answer.isGiven() || !address.contains(marker))) {
					found(asked, asked.role().decidesAt(relation) || audits(asked) && NUMBER.matcher(marker).matches(), "application " + relation, marker);
				}
			}
			if (answer.body().contains(part.accountMarker())) {
				found(asked, asked.role().seesAccountsOf(relation), "account " + relation, part.accountMarker());
			}
		}
	}

	private void found(Asked asked, boolean allowed, String what, String marker) {
		if (allowed) {
			seen.add(asked.role() + " " + what + (asked.route().isOfWebApps() ? " in the web apps" : ""));
		} else {
			findings.add(asked + " shows " + what + ": " + marker);
		}
	}

	/** A page tells once of each thing that was done before: asked until it says the same twice. */
	private String settled(Asked asked) throws IOException, InterruptedException {
		var before = answers.get(asked);
		for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
			var now = normal(send(asked));
			if (now.equals(before)) {
				return now;
			}
			before = now;
		}
		return before;
	}

	/** Records have come elsewhere since: who does not see them must get the same answer as before. */
	private void compare(Asked asked) throws IOException, InterruptedException {
		var now = normal(send(asked));
		if (!now.equals(answers.get(asked))) {
			findings.add(asked + " tells of records elsewhere: " + difference(answers.get(asked), now));
		}
	}

	private String send(Asked asked) throws IOException, InterruptedException {
		return requests.send(asked.role(), asked.route(), asked.relation()).body();
	}

	private static boolean seesElsewhere(Asked asked) {
		return asked.role().seesRecordsOf(Relation.SIBLING) || keepsRights(asked) || closes(asked) || moves(asked) || audits(asked);
	}

	/** Before a designer moves what is running, the page says how much that is, of the whole province and of nobody in particular. */
	private static boolean moves(Asked asked) {
		return asked.role() == Role.DESIGNER && asked.route().name().startsWith("/designer/processes");
	}

	/** The audit trail names records and applications by their numbers, and tells nothing else of them. */
	private static boolean audits(Asked asked) {
		return asked.role() == Role.AUDITOR && asked.route().name().equals("/staff/audit");
	}

	/** Before an organisation is closed, the page says how many records wait there: that many must go elsewhere first. */
	private static boolean closes(Asked asked) {
		return asked.role().administers(asked.relation()) && asked.route().name().equals("/organisation/{code}/close");
	}

	/** Some rights are to a task: whoever keeps rights sees its id, and nothing else of it. */
	private static boolean keepsRights(Asked asked) {
		return asked.role() == Role.ADMINISTRATOR && asked.route().name().startsWith("engine:authorization");
	}

	/** A spreadsheet is a template here, which has the time at which it was written in it. */
	private static String normal(String body) {
		return body.startsWith("PK") ? "a spreadsheet" : CHANGING.matcher(body).replaceAll("*");
	}

	/** Where the two begin to differ. */
	private static String difference(String before, String now) {
		var same = 0;
		while (same < Math.min(before.length(), now.length()) && before.charAt(same) == now.charAt(same)) {
			same++;
		}
		var from = Math.max(0, same - 60);
		return excerpt(before.substring(from)) + " -> " + excerpt(now.substring(from));
	}

	private static String excerpt(String body) {
		var line = body.strip().replaceAll("\\s+", " ");
		return line.substring(0, Math.min(line.length(), 160));
	}
}
