package cn.zhicheng.organisation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.organisation.OrganisationSheet.TypedRow;
import cn.zhicheng.organisation.PlacementRules.Traits;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import jakarta.persistence.EntityManager;

/**
 * Takes a whole tree of organisations from a spreadsheet: all of it or nothing, and everything that is wrong is told at once.
 * The groups of their reviewers come with the first reviewer.
 */
@Service
public class OrganisationImport {

	/** More would not be read by anybody. */
	private static final int MOST_PROBLEMS = 100;
	private static final int CHUNK = 1000;

	private final Organisations organisations;
	private final OrganisationSettings settings;
	private final PlacementRules rules;
	private final Reach reach;
	private final TypedOrganisation typed;
	private final StaffAccounts accounts;
	private final AuditTrail audit;
	private final MessageSource messages;
	private final EntityManager entities;

	OrganisationImport(Organisations organisations, OrganisationSettings settings, PlacementRules rules, Reach reach,
			TypedOrganisation typed, StaffAccounts accounts, AuditTrail audit, MessageSource messages, EntityManager entities) {
		this.organisations = organisations;
		this.settings = settings;
		this.rules = rules;
		this.reach = reach;
		this.typed = typed;
		this.accounts = accounts;
		this.audit = audit;
		this.messages = messages;
		this.entities = entities;
	}

	/** What came of a spreadsheet. */
	public sealed interface Result {

		/**
		 * All of it is in the tree.
		 *
		 * @param passwords first passwords of the administrators for whom accounts were asked, by organisation
		 */
		record Imported(int organisations, Map<String, IssuedPassword> passwords) implements Result {
		}

		/**
		 * Nothing of it was taken.
		 *
		 * @param problems the first hundred at most, by row
		 * @param total how many there are
		 */
		record Refused(List<CellProblem> problems, int total) implements Result {
		}
	}

	/** One organisation of the spreadsheet. */
	private record Line(int row, NewOrganisation wanted) {

		private String code() {
			return wanted.code();
		}
	}

	/** What is known of a superior, whether it is in the tree or comes with the same spreadsheet. */
	private record Above(Traits traits, boolean open) {
	}

	/**
	 * Takes the organisations below one of the tree.
	 *
	 * @param below code of the organisation below which all of them go, directly where the spreadsheet names no superior
	 * @throws BeyondReachException if the account may put nothing below it
	 */
	@Transactional
	public Result take(Staff staff, String below, byte[] file) {
		organisations.lockTree();
		var root = organisations.findById(below).filter(one -> one.isOpen() && reach.governsBelow(staff, one))
				.orElseThrow(() -> new BeyondReachException(staff.userId(), below));
		try {
			if (file.length > settings.importSize().toBytes()) {
				throw new UnusableSpreadsheetException("import.problem.tooBig");
			}
			var flaw = SpreadsheetGuard.flawOf(file, settings.importUnpacked().toBytes());
			if (flaw.isPresent()) {
				throw new UnusableSpreadsheetException(switch (flaw.get()) {
					case OLD_FORMAT -> "import.problem.oldFormat";
					case NO_SPREADSHEET -> "import.problem.notSpreadsheet";
					case TOO_BIG -> "import.problem.tooBig";
				});
			}
			var sheet = OrganisationSheet.read(file, field -> label(field.labelKey()), settings.importRows());
			return take(staff, root, sheet);
		} catch (UnusableSpreadsheetException unusable) {
			return new Result.Refused(List.of(unusable.problem()), 1);
		} catch (TableBounds.ExceededException exceeded) {
			return new Result.Refused(List.of(CellProblem.ofFile(exceeded.messageKey(), exceeded.arguments().toArray())), 1);
		}
	}

	private Result take(Staff staff, Organisation root, OrganisationSheet sheet) {
		var problems = new ArrayList<>(sheet.problems());
		var lines = new ArrayList<Line>();
		// What cannot be read is told by itself; those below it must not be told to have no superior as well.
		var unread = new HashSet<String>();
		for (var row : sheet.rows()) {
			read(row, root, problems).ifPresentOrElse(lines::add,
					() -> unread.add(row.texts().getOrDefault(OrganisationField.CODE, "").strip().toLowerCase(Locale.ROOT)));
		}
		var byCode = unique(lines, problems);
		var superiors = superiors(byCode, root);
		checkTaken(byCode, problems);
		checkPlaces(lines, byCode, superiors, unread, problems);
		var order = topDown(byCode, superiors, problems);
		checkAdministrators(lines, problems);
		if (!problems.isEmpty()) {
			problems.sort(Comparator.comparingInt(CellProblem::row).thenComparingInt(CellProblem::column));
			return new Result.Refused(List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS))), problems.size());
		}
		insert(order, superiors);
		var passwords = openAccounts(order);
		audit.record(AuditKind.ORGANISATION_CHANGED, staff.userId(), root.code(), root.code(),
				Map.of("change", "imported", "organisations", String.valueOf(order.size()), "accounts", String.valueOf(passwords.size())));
		return new Result.Imported(order.size(), passwords);
	}

	private Optional<Line> read(TypedRow row, Organisation root, List<CellProblem> problems) {
		var reading = typed.read(row.texts());
		reading.problems().forEach(problem -> problems.add(cell(row.number(), problem)));
		return Optional.ofNullable(reading.organisation()).map(wanted -> new Line(row.number(), new NewOrganisation(wanted.code(),
				wanted.details(), wanted.superior() == null ? root.code() : wanted.superior(), wanted.administrator())));
	}

	private static CellProblem cell(int row, OrganisationProblem problem) {
		return new CellProblem(row, problem.field() == null ? 0 : problem.field().ordinal() + 1, problem.messageKey(), problem.arguments());
	}

	private static Map<String, Line> unique(List<Line> lines, List<CellProblem> problems) {
		var byCode = new LinkedHashMap<String, Line>();
		var byCreditCode = new HashMap<String, Line>();
		for (var line : lines) {
			var same = byCode.putIfAbsent(line.code(), line);
			if (same != null) {
				problems.add(CellProblem.of(line.row(), OrganisationField.CODE, "import.problem.codeTwice", line.code(), same.row()));
			}
			var credit = line.wanted().details().creditCode();
			var first = credit == null ? null : byCreditCode.putIfAbsent(credit.value(), line);
			if (first != null) {
				problems.add(CellProblem.of(line.row(), OrganisationField.CREDIT_CODE, "import.problem.creditCodeTwice", first.row()));
			}
		}
		return byCode;
	}

	/** @return the superiors that are in the tree already, within the root's subtree */
	private Map<String, Organisation> superiors(Map<String, Line> byCode, Organisation root) {
		var wanted = byCode.values().stream().map(line -> line.wanted().superior()).filter(code -> !byCode.containsKey(code)).distinct().toList();
		return inChunks(wanted, organisations::findAllById).stream().filter(root::contains)
				.collect(Collectors.toMap(Organisation::code, Function.identity()));
	}

	private void checkTaken(Map<String, Line> byCode, List<CellProblem> problems) {
		var known = Set.copyOf(inChunks(List.copyOf(byCode.keySet()), organisations::codesAmong));
		known.forEach(taken -> problems.add(
				CellProblem.of(byCode.get(taken).row(), OrganisationField.CODE, "organisation.problem.codeTaken", taken)));
		var free = byCode.keySet().stream().filter(code -> !known.contains(code)).toList();
		inChunks(free, this::codesOfGroupsAmong).forEach(group -> problems.add(
				CellProblem.of(byCode.get(group).row(), OrganisationField.CODE, "organisation.problem.codeIsGroup", group)));
		var byCreditCode = byCode.values().stream().filter(line -> line.wanted().details().creditCode() != null)
				.collect(Collectors.toMap(line -> line.wanted().details().creditCode().value(), Function.identity(), (one, other) -> one));
		inChunks(List.copyOf(byCreditCode.keySet()), organisations::creditCodesAmong).forEach(taken -> problems.add(
				CellProblem.of(byCreditCode.get(taken).row(), OrganisationField.CREDIT_CODE,
						"organisation.problem.creditCodeTaken")));
	}

	/** The staff of such an organisation would get what was granted to a group that somebody made for something else. */
	private List<String> codesOfGroupsAmong(Collection<String> codes) {
		return accounts.groupsAmong(codes.stream().flatMap(code -> StaffGroups.of(code).stream()).toList()).stream()
				.map(StaffGroups::organisationOf).distinct().toList();
	}

	private void checkPlaces(List<Line> lines, Map<String, Line> byCode, Map<String, Organisation> superiors, Set<String> unread,
			List<CellProblem> problems) {
		for (var line : lines) {
			var code = line.wanted().superior();
			if (unread.contains(code)) {
				continue;
			}
			Above above = byCode.containsKey(code) ? new Above(Traits.of(byCode.get(code).wanted().details()), true)
					: superiors.containsKey(code) ? new Above(Traits.of(superiors.get(code)), superiors.get(code).isOpen()) : null;
			if (above == null || !above.open()) {
				problems.add(CellProblem.of(line.row(), OrganisationField.SUPERIOR, "import.problem.unknownSuperior", code));
			} else {
				rules.problems(Traits.of(line.wanted().details()), above.traits()).forEach(problem -> problems.add(cell(line.row(), problem)));
			}
		}
	}

	/** @return superiors before their subordinates; what is not reached from the tree stands in a circle */
	private static List<Line> topDown(Map<String, Line> byCode, Map<String, Organisation> superiors, List<CellProblem> problems) {
		var below = byCode.values().stream().collect(Collectors.groupingBy(line -> line.wanted().superior(), LinkedHashMap::new, Collectors.toList()));
		var order = new ArrayList<Line>();
		var next = new ArrayDeque<String>();
		below.keySet().stream().filter(code -> !byCode.containsKey(code)).forEach(next::add);
		while (!next.isEmpty()) {
			for (var line : below.getOrDefault(next.remove(), List.of())) {
				order.add(line);
				next.add(line.code());
			}
		}
		if (order.size() < byCode.size()) {
			var reached = order.stream().map(Line::code).collect(Collectors.toSet());
			byCode.values().stream().filter(line -> !reached.contains(line.code()))
					.forEach(line -> problems.add(CellProblem.of(line.row(), OrganisationField.SUPERIOR, "import.problem.cycle")));
		}
		var lengths = new HashMap<String, Integer>();
		for (var line : order) {
			var above = superiors.get(line.wanted().superior());
			int length = (above == null ? lengths.getOrDefault(line.wanted().superior(), 0) : above.path().length()) + line.code().length() + 1;
			lengths.put(line.code(), length);
			if (length > PlacementRules.MAX_PATH) {
				problems.add(CellProblem.of(line.row(), OrganisationField.SUPERIOR, "organisation.problem.tooDeep"));
			}
		}
		return order;
	}

	private void checkAdministrators(List<Line> lines, List<CellProblem> problems) {
		var asked = lines.stream().filter(line -> line.wanted().administrator() != null).toList();
		if (asked.size() > settings.importAdministrators()) {
			problems.add(CellProblem.ofFile("import.problem.tooManyAdministrators", settings.importAdministrators(), asked.size()));
			return;
		}
		var rows = new HashMap<String, Integer>();
		for (var line : asked) {
			var userId = line.wanted().administrator().userId();
			var first = rows.putIfAbsent(userId, line.row());
			if (first != null) {
				problems.add(CellProblem.of(line.row(), OrganisationField.ADMINISTRATOR, "import.problem.accountTwice", first));
			} else if (accounts.find(userId).isPresent()) {
				problems.add(CellProblem.of(line.row(), OrganisationField.ADMINISTRATOR, "organisation.problem.accountTaken", userId));
			}
		}
	}

	private void insert(List<Line> order, Map<String, Organisation> superiors) {
		var known = new HashMap<>(superiors);
		for (int from = 0; from < order.size(); from += CHUNK) {
			for (var line : order.subList(from, Math.min(order.size(), from + CHUNK))) {
				var details = line.wanted().details();
				var organisation = new Organisation(line.code(), details.name(), details.kind(), details.level(), details.region(),
						known.get(line.wanted().superior()));
				organisation.describe(details);
				known.put(line.code(), organisation);
				entities.persist(organisation);
			}
			entities.flush();
			entities.clear();
		}
	}

	private Map<String, IssuedPassword> openAccounts(List<Line> order) {
		var passwords = new LinkedHashMap<String, IssuedPassword>();
		for (var line : order) {
			var account = line.wanted().administrator();
			if (account != null) {
				var password = accounts.create(account.userId(), account.name(), StaffGroups.administratorsOf(line.code()));
				passwords.put(line.code(), new IssuedPassword(account.userId(), account.name(), password));
			}
		}
		return passwords;
	}

	private static <T> List<T> inChunks(List<String> keys, Function<Collection<String>, List<T>> question) {
		var answers = new ArrayList<T>();
		for (int from = 0; from < keys.size(); from += CHUNK) {
			answers.addAll(question.apply(keys.subList(from, Math.min(keys.size(), from + CHUNK))));
		}
		return answers;
	}

	private String label(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
