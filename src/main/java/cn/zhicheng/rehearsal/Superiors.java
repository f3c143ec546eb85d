package cn.zhicheng.rehearsal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.rehearsal.RehearsedEngine.OpenSupervision;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.Supervision;
import cn.zhicheng.review.Supervision.Refused;
import cn.zhicheng.security.Staff;

/**
 * What organisations do with the tasks of {@code stage-supervision}: they read what they are reminded and urged of, and decide
 * about what is overdue below them, as their habits say.
 */
final class Superiors {

	private static final String DECIDES = "superviseOverdue";
	private static final String TEXT = "演练";
	/** By how many days a superior extends, if its own date leaves as many. */
	private static final int EXTENSION = 7;

	private final RehearsalSettings.Superiors habits;
	private final Chance chance;
	private final RehearsedEngine engine;
	private final Supervision supervision;
	private final Set<String> urged = new HashSet<>();
	private final Map<String, Integer> rounds = new HashMap<>();
	private int urgings;
	private int extensions;
	private int lapses;

	Superiors(RehearsalSettings.Superiors habits, Chance chance, RehearsedEngine engine, Supervision supervision) {
		this.habits = habits;
		this.chance = chance;
		this.engine = engine;
		this.supervision = supervision;
	}

	/** What superiors have done: urged, given longer, let lapse what was overdue at an organisation. */
	record Done(int urgings, int extensions, int lapses) {
	}

	Done done() {
		return new Done(urgings, extensions, lapses);
	}

	/** @return whether the organisation has been urged: then it lets nothing lie any more */
	boolean hasUrged(String organisation) {
		return urged.contains(organisation);
	}

	void work(LocalDate today, String organisation, List<OpenSupervision> tasks) {
		for (var task : tasks) {
			if (task.act().equals(DECIDES)) {
				decide(today, organisation, Duty.ofKey(task.duty()));
			}
			engine.complete(task.id(), organisation);
		}
	}

	private void decide(LocalDate today, String superior, Duty duty) {
		var staff = new Staff(superior, Set.of(superior));
		var view = supervision.view(staff, duty).orElseThrow();
		double drawn = chance.of("supervises", duty.organisation(), rounds.merge(duty.organisation(), 1, Integer::sum));
		if (drawn < habits.urge()) {
			urgings += isDone(supervision.urge(staff, duty, TEXT)) ? 1 : 0;
			urged.add(duty.organisation());
		} else if (drawn < habits.urge() + habits.extend()) {
			if (view.latest() != null) {
				var until = Deadline.earlier(new Deadline(today.plusDays(EXTENSION)), view.latest());
				extensions += isDone(supervision.extend(staff, duty, null, until, TEXT)) ? 1 : 0;
			}
		} else if (drawn < habits.urge() + habits.extend() + habits.lapse()) {
			lapses += supervision.lapse(staff, duty, view.figures().overdue(), true, TEXT).orElseThrow().refused().isEmpty() ? 1 : 0;
		}
	}

	/** A refusal, for instance of a date that the superior's own does not allow, leaves it at waiting. */
	private static boolean isDone(Optional<Optional<Refused>> answer) {
		return answer.orElseThrow().isEmpty();
	}
}
