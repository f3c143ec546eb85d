package cn.zhicheng.workflow;

import static cn.zhicheng.workflow.EngineEndpoints.Caller.ADMINISTRATOR;
import static cn.zhicheng.workflow.EngineEndpoints.Caller.DESIGNER;
import static cn.zhicheng.workflow.EngineEndpoints.Caller.REVIEWER;
import static cn.zhicheng.workflow.EngineEndpoints.Caller.SUPERVISOR;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffRole;

/**
 * The addresses of the engine that somebody needs, and who; all others are closed, over {@code /engine-rest} and in the web
 * apps' own interface alike. Whether a caller may see or change this very object is then decided by the engine's rights.
 */
final class EngineEndpoints {

	/** Whom an account counts as; one can be several. */
	enum Caller {
		/** Reviews for an organisation, decides on applications as its administrator, or supervises its subtree, in Tasklist. */
		REVIEWER,
		/** Sees every running record, in Cockpit. */
		SUPERVISOR,
		/** Deploys, from Camunda Modeler, and tries decisions. */
		DESIGNER,
		/** Keeps accounts and rights, in Admin; has nothing to do with records. */
		ADMINISTRATOR;

		static Set<Caller> of(Staff staff) {
			var callers = EnumSet.noneOf(Caller.class);
			var roles = Arrays.stream(StaffRole.values()).map(StaffRole::group).toList();
			if (staff.groups().stream().anyMatch(group -> !roles.contains(group))) {
				callers.add(REVIEWER);
			}
			if (staff.has(StaffRole.SUPERVISOR)) {
				callers.add(SUPERVISOR);
			}
			if (staff.has(StaffRole.DESIGNER)) {
				callers.add(DESIGNER);
			}
			if (staff.has(StaffRole.ADMINISTRATOR)) {
				callers.add(ADMINISTRATOR);
			}
			return callers;
		}
	}

	private static final Set<Caller> EVERYBODY = EnumSet.allOf(Caller.class);
	private static final Set<Caller> IN_TASKLIST = EnumSet.of(REVIEWER, SUPERVISOR);
	private static final Set<Caller> IN_COCKPIT = EnumSet.of(SUPERVISOR, DESIGNER);

	private static final List<Endpoint> ENGINE = Stream.of(
			// Who am I, what may I: each web app asks at its start; Modeler asks for the version.
			open(EVERYBODY, "GET", "version", "identity/groups", "identity/password-policy", "authorization/check", "user/*/profile"),
			open(EVERYBODY, "POST", "identity/password-policy"),
			open(EVERYBODY, "PUT", "user/*/profile"),

			// Tasklist, and programs that review.
			open(IN_TASKLIST, "GET", "filter", "filter/count", "filter/*", "filter/*/list", "filter/*/count", "task", "task/count", "task/*",
					"task/*/form", "task/*/form-variables", "task/*/deployed-form", "task/*/rendered-form", "task/*/identity-links",
					"task/*/comment", "history/user-operation", "process-definition", "process-definition/count", "process-definition/*",
					"process-definition/*/xml"),
			open(IN_TASKLIST, "OPTIONS", "filter", "filter/*"),
			open(IN_TASKLIST, "POST", "filter/*/list", "filter/*/count", "task", "task/count"),
			open(EnumSet.of(REVIEWER), "POST", "task/*/claim", "task/*/unclaim", "task/*/complete", "task/*/submit-form"),

			// Cockpit: what there is and where it stands.
			open(IN_COCKPIT, "GET", "process-definition", "process-definition/count", "process-definition/*", "process-definition/*/xml",
					"process-definition/*/diagram", "process-definition/key/*", "process-definition/key/*/xml", "decision-definition",
					"decision-definition/count", "decision-definition/*", "decision-definition/*/xml", "decision-definition/key/*",
					"decision-definition/key/*/xml", "decision-requirements-definition", "decision-requirements-definition/count",
					"decision-requirements-definition/*", "decision-requirements-definition/*/xml",
					// What follows changed dates and versions in the background.
					"batch", "batch/count", "batch/*", "batch/statistics", "batch/statistics/count", "history/batch", "history/batch/count",
					"history/batch/*", "job", "job/count"),
			open(IN_COCKPIT, "POST", "job", "job/count"),
			open(EnumSet.of(SUPERVISOR), "GET", "process-definition/statistics", "process-definition/*/statistics", "process-instance",
					"process-instance/count", "process-instance/*", "process-instance/*/activity-instances", "process-instance/*/variables",
					"variable-instance", "variable-instance/count", "job-definition", "job-definition/count", "incident", "incident/count",
					"history/process-instance/count", "history/task/count", "execution/*/localVariables"),
			open(EnumSet.of(SUPERVISOR), "POST", "process-definition/count", "process-instance", "process-instance/count", "variable-instance",
					"variable-instance/count", "job-definition", "job-definition/count", "incident", "incident/count"),

			// Modeler, and Cockpit's page of deployments.
			open(EnumSet.of(DESIGNER), "GET", "deployment", "deployment/count", "deployment/*", "deployment/*/resources",
					"deployment/*/resources/*", "deployment/*/resources/*/data"),
			open(EnumSet.of(DESIGNER), "POST", "deployment/create", "deployment/*/redeploy", "decision-definition/*/evaluate",
					"decision-definition/key/*/evaluate"),

			// Admin.
			open(EnumSet.of(ADMINISTRATOR), "GET", "user", "user/count", "group", "group/count", "group/*", "authorization",
					"authorization/count", "authorization/*", "filter", "filter/*", "tenant", "tenant/count"),
			open(EnumSet.of(ADMINISTRATOR), "POST", "user", "user/count", "user/create", "user/*/unlock", "group", "group/count", "group/create",
					"authorization/create"),
			open(EnumSet.of(ADMINISTRATOR), "PUT", "user/*/credentials", "group/*", "group/*/members/*", "authorization/*"),
			open(EnumSet.of(ADMINISTRATOR), "DELETE", "user/*", "group/*", "group/*/members/*", "authorization/*"),
			open(EnumSet.of(ADMINISTRATOR), "OPTIONS", "user", "user/*", "group", "group/*", "group/*/members", "authorization",
					"authorization/*"))
			.flatMap(List::stream).toList();

	/** What the web apps have beside the engine's own interface. */
	private static final List<Endpoint> COCKPIT = Stream.of(
			open(EnumSet.of(SUPERVISOR), "GET", "plugin/base/*/process-definition/statistics", "plugin/base/*/process-definition/statistics-count",
					"plugin/base/*/process-definition/*/called-process-definitions", "plugin/base/*/process-instance",
					"plugin/base/*/process-instance/count", "plugin/base/*/process-instance/*/called-process-instances", "plugin/base/*/incident",
					"plugin/base/*/incident/count"),
			open(EnumSet.of(SUPERVISOR), "POST", "plugin/base/*/process-definition/*/called-process-definitions",
					"plugin/base/*/process-instance", "plugin/base/*/process-instance/count",
					"plugin/base/*/process-instance/*/called-process-instances", "plugin/base/*/incident", "plugin/base/*/incident/count"))
			.flatMap(List::stream).toList();

	/** Open to nobody in particular: whether anybody has signed on, the sign-out, and the web apps' scripts and styles. */
	private static final List<String> BEFORE_SIGN_ON = List.of("GET admin/auth/user/*", "POST admin/auth/user/*/logout",
			"GET engine/engine", "GET tasklist/plugin/*/static/app/*", "GET cockpit/plugin/*/static/app/*",
			"GET admin/plugin/*/static/app/*", "GET welcome/plugin/*/static/app/*");

	/** Stand in the engine's addresses where ids do, and are none. */
	private static final Set<String> NO_IDS = Set.of("count", "create", "check", "statistics", "statistics-count", "report", "suspended",
			"delete", "registered", "key", "tenant-id", "retries", "restart", "instances");

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
	/** Questions that are sent with POST. */
	private static final List<String> QUERIES = List.of("identity/password-policy", "filter/*/list", "filter/*/count", "task", "task/count", "job",
			"job/count", "process-definition/count", "process-instance", "process-instance/count", "variable-instance", "variable-instance/count",
			"job-definition", "job-definition/count", "incident", "incident/count", "decision-definition/*/evaluate",
			"decision-definition/key/*/evaluate", "user", "user/count", "group", "group/count");

	private EngineEndpoints() {
	}

	private record Endpoint(Set<Caller> callers, String method, String[] path) {
	}

	private static List<Endpoint> open(Set<Caller> callers, String method, String... paths) {
		return Arrays.stream(paths).map(path -> new Endpoint(callers, method, path.split("/"))).toList();
	}

	/**
	 * @param path of {@code /engine-rest}, as it was sent, without slash at its begin
	 * @return whether one of these callers needs it
	 */
	static boolean isOpenOverRest(Set<Caller> callers, String method, String path) {
		return isOpen(ENGINE, callers, method, path);
	}

	/** @return whether nothing is changed by it: many questions are sent as a body */
	static boolean isReading(String method, String path) {
		var segments = path.split("/", -1);
		return READING.contains(method) || method.equals("POST") && QUERIES.stream().anyMatch(query -> matches(segments, query.split("/")));
	}

	/**
	 * @param path of {@code /camunda/api}, as it was sent, without slash at its begin
	 * @param callers empty: nobody has signed on
	 */
	static boolean isOpenInWebApps(Set<Caller> callers, String method, String path) {
		if (BEFORE_SIGN_ON.stream().anyMatch(open -> matches((method + " " + path).split("/", -1), open.split("/", -1)))) {
			return true;
		}
		var ofEngine = path.split("/", 4);
		if (ofEngine.length == 4 && ofEngine[0].equals("engine") && ofEngine[1].equals("engine")) {
			return isOpen(ENGINE, callers, method, ofEngine[3]);
		}
		return path.startsWith("cockpit/") && isOpen(COCKPIT, callers, method, path.substring("cockpit/".length()));
	}

	private static boolean isOpen(List<Endpoint> endpoints, Set<Caller> callers, String method, String path) {
		var segments = path.split("/", -1);
		return endpoints.stream().anyMatch(endpoint -> endpoint.method().equals(method) && matches(segments, endpoint.path())
				&& endpoint.callers().stream().anyMatch(callers::contains));
	}

	private static boolean matches(String[] segments, String[] pattern) {
		// Web apps ask for some lists with a slash at the end.
		var length = segments.length > 1 && segments[segments.length - 1].isEmpty() ? segments.length - 1 : segments.length;
		if (length != pattern.length) {
			return false;
		}
		for (var i = 0; i < length; i++) {
			var fits = pattern[i].equals("*") ? !segments[i].isEmpty() && !NO_IDS.contains(segments[i]) : pattern[i].equals(segments[i]);
			if (!fits) {
				return false;
			}
		}
		return true;
	}
}
