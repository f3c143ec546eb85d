package cn.zhicheng.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What each role may ask for, with the reason. Whatever is not named here must be refused; and of what is named, an answer may
 * show a role only the records and accounts within its reach ({@link Role}).
 */
final class Policy {

	/** What an allowed route does. */
	enum Effect {
		/** Answers and changes nothing. */
		READ,
		/** Changes what is within the role's reach, and nothing else. */
		OWN,
		/** Changes what it is for, whosever it is; not tried, for it is the role's task. */
		ANY
	}

	/** One line of the list. */
	record Rule(Set<Role> roles, Set<String> methods, Pattern route, Effect effect, String reason) {

		boolean covers(Role role, Route one) {
			return roles.contains(role) && methods.contains(one.method()) && route.matcher(one.name()).matches();
		}

		@Override
		public String toString() {
			return methods + " " + route + " (" + reason + ")";
		}
	}

	private static final String EVERYBODY = Arrays.stream(Role.values()).map(Role::name).collect(Collectors.joining(" "));
	private static final String STAFF = Arrays.stream(Role.values()).filter(Role::isStaff).map(Role::name).collect(Collectors.joining(" "));
	private static final String ADMINISTERS = "ORGANISATION_ADMINISTRATOR SUPERIOR_ADMINISTRATOR";
	private static final String IN_TASKLIST = "REVIEWER SUBTREE_SUPERVISOR SUPERVISOR";
	/** Those who review, and administrators, who decide on applications of units without an account. */
	private static final String HAS_TASKS = IN_TASKLIST + " " + ADMINISTERS;

	/** Roles | methods | route | effect | reason. */
	private static final String LIST = """
			EVERYBODY | GET | / | READ | where do you want to go
			EVERYBODY | GET POST | /verify | READ | the public register, throttled
			EVERYBODY | POST | /api/verification | READ | the public register for programs, throttled
			EVERYBODY | GET | /v3/api-docs.* | READ | which JSON there is, not what is in it
			EVERYBODY | GET | /actuator/health.* | READ | whether the application lives
			EVERYBODY | GET | /portal/sign-in(/.*)? | READ | the way in for individuals
			EVERYBODY | POST | /portal/sign-in(/.*)? | READ | the way in for individuals; what is typed is wrong here
			EVERYBODY | GET POST | /sign-in(/.*)? | READ | the way in for staff; what is typed is wrong here
			EVERYBODY | POST | /sign-out | ANY | ends the session that asks for it
			EVERYBODY | GET | /camunda/api/admin/auth/user/\\{processEngineName} | READ | whether anybody has signed on
			EVERYBODY | POST | /camunda/api/admin/auth/user/\\{processEngineName}/logout | ANY | ends the session that asks for it
			EVERYBODY | GET | /camunda/api/engine/engine | READ | the engine's name
			EVERYBODY | GET | /camunda/api/\\w+/plugin/.*static/.* | READ | scripts and styles of the web apps

			EVERYBODY | GET POST | /portal/organisation(/filed|/status|/password)? | READ | units without an account apply, throttled; what is typed is wrong here

			INDIVIDUAL | GET | /portal/organisation/request | READ | one's own requests for units without an account
			INDIVIDUAL | POST | /portal/organisation/request | ANY | a request of one's own
			INDIVIDUAL | GET | /portal | READ | the person's own records
			INDIVIDUAL | POST | /portal/records | ANY | begins a draft of one's own
			INDIVIDUAL | GET | /portal/employers | READ | the directory of units, to choose one's own
			INDIVIDUAL | GET | /portal/records/\\{number}(/.*)? | READ | one's own record
			INDIVIDUAL | POST | /portal/records/\\{number}/deletion | READ | only a draft is deleted; any other's record is told to be gone
			INDIVIDUAL | POST | /portal/records/\\{number}/.* | OWN | one's own record

			INDIVIDUAL | GET | /portal/(looks|export|account) | READ | who has looked, what is kept, which unit: of the own person
			INDIVIDUAL | POST | /portal/(export|account/(unit|password|sessions/.*)) | ANY | the own person: no address names another

			STAFF | GET | /organisation | READ | where the account administers, if anywhere
			ADMINISTRATOR | GET | /organisation/-/new | READ | the topmost organisations
			ADMINISTRATOR | POST | /organisation/-/new | ANY | the topmost organisations
			ADMINISTERS | GET | /organisation/\\{code}(/edit|/move|/merge|/close|/import(/.*)?)? | READ | what the account administers, and below
			ADMINISTERS | POST | /organisation/\\{code}/(edit|move|merge|close|import(/.*)?|staff/.*) | OWN | what the account administers, and below
			ADMINISTERS | GET | /organisation/\\{superior}/new | READ | a new organisation below the own
			ADMINISTERS | POST | /organisation/\\{superior}/new | OWN | a new organisation below the own
			REVIEWER ADMINISTERS | GET | /organisation/\\{organisation}/claims | READ | claims that wait for the own organisation
			REVIEWER ORGANISATION_ADMINISTRATOR | POST | /organisation/\\{organisation}/claims/\\{id}/(approval|refusal) | OWN | claims that wait for the own organisation
			REVIEWER ORGANISATION_ADMINISTRATOR | GET | /organisation/\\{organisation}/roster(/.*)? | READ | the roster of the own unit
			REVIEWER ORGANISATION_ADMINISTRATOR | POST | /organisation/\\{organisation}/roster/.* | OWN | the roster of the own unit

			DESIGNER | GET | /designer(/deadlines)? | READ | the table of dates and who published it
			DESIGNER | GET | /designer/deadlines/\\{publication}/deadlines.dmn | READ | a published table
			DESIGNER | POST | /designer/deadlines/preview | READ | what a table would do: figures, nothing changes
			DESIGNER | POST | /designer/deadlines | ANY | publishing, checked
			DESIGNER | GET | /designer/processes | READ | which versions there are and how many run on each
			DESIGNER | GET | /designer/processes/\\{version}/(file|diagram) | READ | a model as it was deployed; the version asked for here is none
			DESIGNER | POST | /designer/processes/\\{version}/again | ANY | taking an earlier version again, checked
			DESIGNER | GET POST | /designer/processes/\\{version}(/trial)? | READ | what a migration would do: figures; the version asked for here is none
			DESIGNER | GET | /designer/proposals/\\{id}(/file|/rehearsal)? | READ | a change that is proposed; the one asked for here is none
			DESIGNER | POST | /designer/proposals | ANY | files to be compared, checked
			DESIGNER | POST | /designer/proposals/\\{id}/(confirmation|discard|rehearsal) | ANY | taking, trying out or discarding a change; the one asked for here is none
			DESIGNER | POST | /api/deadlines/preview | READ | what a table would do: figures, nothing changes

			IN_TASKLIST | GET | /staff/lapses | READ | large lapses of subordinates that wait for another person, figures only
			IN_TASKLIST | POST | /staff/lapses/\\{id}/(confirmation|refusal) | OWN | deciding on what another person has asked for
			ADMINISTRATOR SECURITY | GET POST | /staff/administrators | ANY | who keeps the installation and administers the topmost organisations
			ADMINISTRATOR SECURITY | POST | /staff/administrators/\\{id}/(confirmation|refusal) | ANY | what another administrator has asked for
			AUDITOR | GET | /staff/audit(/checks)? | READ | the audit trail
			AUDITOR | POST | /staff/audit/(export|checks) | ANY | takes the audit trail along, has it verified
			SECURITY | GET | /staff/alerts(/\\{id})? | READ | what is to be looked after
			SECURITY | POST | /staff/alerts/\\{id}/check | ANY | that it was looked after
			STAFF | GET | /staff(/.*)? | READ | one's own account
			STAFF | POST | /staff/.* | ANY | one's own account: no address names another
			IN_TASKLIST | GET | /api/review/records/\\{number}(/.*)? | READ | the form of a review task
			STAFF | GET | /api/review/cards | READ | the cards of the tasks one sees, none for those who see none
			STAFF | GET | /api/supervision/cards | READ | the cards of the tasks one sees, none for those who see none
			IN_TASKLIST | GET | /api/supervision/\\{year}/organisations/\\{code}(/subordinates|/records|/waiting)? | READ | the forms of reminders and of supervision
			REVIEWER | POST | /api/supervision/\\{year}/organisations/\\{code}/(urging|extension|lapse) | OWN | what a superior decides about those directly below
			STAFF | GET | /api/organisation-applications/cards | READ | the cards of the tasks one sees, none for those who see none
			ADMINISTERS | GET | /api/organisation-applications/\\{number}(/organisations)? | READ | the form of an application
			ADMINISTERS | PUT | /api/organisation-applications/\\{number}/choice | OWN | the form of an application
			REVIEWER | PUT POST | /api/review/records/\\{number}/(notes|looks) | OWN | notes, and looks that are recorded

			STAFF | GET | engine:(version|identity/groups|authorization/check|user/\\{id}/profile) | READ | each web app asks who it talks to
			STAFF | GET POST | engine:identity/password-policy | READ | the rules of passwords are no secret
			STAFF | PUT | engine:user/\\{id}/profile | OWN | one's own name and address
			HAS_TASKS | GET OPTIONS POST | engine:filter(/\\{id}(/list|/count)?|/count)? | READ | the filters of the task list
			HAS_TASKS | GET POST | engine:task(/count)? | READ | the task list
			HAS_TASKS | GET | engine:task/\\{id}(/form|/form-variables|/deployed-form|/rendered-form|/identity-links|/comment)? | READ | a task one sees
			REVIEWER ADMINISTERS | POST | engine:task/\\{id}/(claim|unclaim|complete|submit-form) | OWN | reviewing
			HAS_TASKS | GET | engine:history/user-operation | READ | tab 历史 of a task
			HAS_TASKS DESIGNER | GET | engine:process-definition(/count|/\\{id}|/\\{id}/xml)? | READ | which processes there are, and how they are drawn
			SUPERVISOR DESIGNER | GET | engine:process-definition/(key/\\{key}(/xml)?|\\{id}/diagram) | READ | which processes there are
			SUPERVISOR DESIGNER | GET | engine:decision-(definition|requirements-definition)(/.*)? | READ | which decisions there are
			SUPERVISOR | GET | engine:process-definition/(\\{id}/)?statistics | READ | where records pile up
			SUPERVISOR | GET POST | engine:(process-definition|process-instance|variable-instance|job-definition|incident)(/count)? | READ | where records are
			SUPERVISOR | GET | engine:process-instance/\\{id}(/activity-instances|/variables)? | READ | where a record is
			SUPERVISOR | GET | engine:(history/process-instance/count|history/task/count|execution/\\{id}/localVariables) | READ | figures of Cockpit
			SUPERVISOR DESIGNER | GET | engine:(history/)?batch(/.*)? | READ | what follows changed dates in the background
			SUPERVISOR DESIGNER | GET POST | engine:job(/count)? | READ | what of it is left, and what has failed
			SUPERVISOR | GET POST | /camunda/api/cockpit/plugin/base/.* | READ | the lists of Cockpit
			DESIGNER | GET | engine:deployment(/.*)? | READ | what has been deployed
			DESIGNER | POST | engine:deployment/(create|\\{id}/redeploy) | ANY | deploying, checked
			DESIGNER | POST | engine:decision-definition/(key/\\{key}|\\{id})/evaluate | READ | trying a decision with made-up inputs
			ADMINISTRATOR | GET POST | engine:(user|group|authorization|tenant)(/count)? | READ | Admin
			ADMINISTRATOR | GET OPTIONS | engine:(user|group|authorization|filter)(/\\{id}(/members)?)? | READ | Admin
			ADMINISTRATOR | PUT POST DELETE | engine:(user|group|authorization)/.* | ANY | Admin
			""";

	private final List<Rule> rules;

	Policy() {
		rules = LIST.lines().filter(line -> !line.isBlank()).map(Policy::rule).toList();
	}

	List<Rule> rules() {
		return rules;
	}

	Optional<Rule> ruleFor(Role role, Route route) {
		return rules.stream().filter(rule -> rule.covers(role, route)).findFirst();
	}

	private static Rule rule(String line) {
		var parts = line.split(" \\| ");
		var names = parts[0].replace("EVERYBODY", EVERYBODY).replace("HAS_TASKS", HAS_TASKS).replace("IN_TASKLIST", IN_TASKLIST)
				.replace("ADMINISTERS", ADMINISTERS).replaceAll("\\bSTAFF\\b", STAFF);
		var roles = EnumSet.noneOf(Role.class);
		Arrays.stream(names.strip().split(" ")).map(Role::valueOf).forEach(roles::add);
		return new Rule(roles, Set.of(parts[1].split(" ")), Pattern.compile(parts[2].strip()), Effect.valueOf(parts[3]), parts[4]);
	}
}
