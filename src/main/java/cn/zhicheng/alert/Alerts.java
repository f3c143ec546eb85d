package cn.zhicheng.alert;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditReading;
import cn.zhicheng.security.AuditReading.Position;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.SamePerson;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffRole;

/**
 * The security administrator's work: what is to be looked after, what lies behind it, and that it has been looked after. For nobody
 * else.
 */
@Service
public class Alerts {

	/** Longest note, in characters. */
	public static final int LONGEST_NOTE = 500;

	/** Open alerts are counted no further. */
	public static final int MOST_COUNTED = 100;

	private static final int BEHIND = 100;
	private static final int SEARCHED = 2000;

	private final AlertStore store;
	private final AlertRules rules;
	private final AuditReading trail;
	private final AuditTrail audit;
	private final SamePerson persons;
	private final Clock clock;

	Alerts(AlertStore store, AlertRules rules, AuditReading trail, AuditTrail audit, SamePerson persons, Clock clock) {
		this.store = store;
		this.rules = rules;
		this.trail = trail;
		this.audit = audit;
		this.persons = persons;
		this.clock = clock;
	}

	/** What becomes of an alert; the names are stored. */
	public enum State {
		/** Not yet as often as to be told of. */
		COUNTING,
		/** 待核查 */
		OPEN,
		/** 已核查; what happens afterwards opens it again. */
		CHECKED
	}

	/**
	 * What somebody did on one day.
	 *
	 * @param actor as the audit trail names it
	 * @param day in China
	 * @param organisation for which it was done the last time; null for none
	 * @param subject what it was done to the last time; null for none
	 * @param note of who has looked after it; may be null
	 */
	public record Alert(long id, AlertKind kind, String actor, LocalDate day, String organisation, String subject, int occurrences, Instant firstAt, Instant lastAt,
			State state, String checkedBy, Instant checkedAt, String note) {
	}

	/** What became of looking after it. */
	public enum Checked {
		DONE,
		/** It has been looked after already, or more has happened since. */
		MORE,
		/** Nobody says of himself that it was all right. */
		OWN
	}

	/**
	 * The latest first.
	 *
	 * @param kind null for all
	 * @param before position of the last one of the page before; null for the latest ones
	 */
	@Transactional(readOnly = true)
	public List<Alert> list(Staff staff, boolean checked, AlertKind kind, Position before, int atMost) {
		require(staff);
		return store.list(checked ? State.CHECKED : State.OPEN, kind, before, atMost);
	}

	/** @return how many wait to be looked after, at most {@link #MOST_COUNTED}; none for who does not look after them */
	@Transactional(readOnly = true)
	public int waitingFor(Staff staff) {
		return staff.has(StaffRole.SECURITY) ? store.open(MOST_COUNTED) : 0;
	}

	/** @return the alert; empty: there is none */
	@Transactional(readOnly = true)
	public Optional<Alert> find(Staff staff, long id) {
		require(staff);
		return store.find(id);
	}

	/** @return the latest entries of the audit trail because of which there is the alert, at most 100 */
	public List<AuditReading.Entry> behind(Staff staff, Alert alert) {
		require(staff);
		return trail.of(alert.actor(), alert.day(), alert.kind().kinds(), SEARCHED).stream().filter(entry -> rules.kindsOf(entry).contains(alert.kind()))
				.limit(BEHIND).toList();
	}

	/**
	 * It has been looked after.
	 *
	 * @param occurrences as they were shown
	 * @param note what came of it, not blank
	 */
	@Transactional
	public Checked check(Staff staff, long id, int occurrences, String note) {
		require(staff);
		if (store.find(id).filter(one -> persons.isOfBoth(staff.userId(), one.actor())).isPresent()) {
			return Checked.OWN;
		}
		if (!store.check(id, occurrences, staff.userId(), note.strip(), clock.instant())) {
			return Checked.MORE;
		}
		var alert = store.find(id).orElseThrow();
		audit.record(AuditKind.ALERT_CHECKED, staff.userId(), null, "alert:" + id,
				Map.of("alert", alert.kind().name(), "actor", alert.actor(), "day", alert.day().toString(), "reason", note.strip()));
		return Checked.DONE;
	}

	private static void require(Staff staff) {
		if (staff == null || !staff.has(StaffRole.SECURITY)) {
			throw new AccessDeniedException("Not a security administrator");
		}
	}
}
