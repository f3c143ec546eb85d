package cn.zhicheng.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The audit trail as the auditor (审计员) reads it, and nobody else: by time, kind, actor, organisation and subject. What was read
 * and exported stands in the trail itself.
 */
@Service
public class AuditReading {

	/** Days of the notice's part of the world. */
	static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	/** As many as a spreadsheet has room for, and some. */
	public static final int MOST_EXPORTED = 1_000_000;

	private static final Duration LONGEST = Duration.ofSeconds(20);
	private static final int BATCH = 1000;
	private static final JsonMapper JSON = new JsonMapper();
	private static final TypeReference<TreeMap<String, String>> DETAILS = new TypeReference<>() {
	};

	private final JdbcTemplate database;
	private final AuditTrail audit;

	AuditReading(DataSource database, AuditTrail audit) {
		this.database = new JdbcTemplate(database);
		// Millions of entries: what takes longer is to be asked of fewer days.
		this.database.setQueryTimeout((int) LONGEST.toSeconds());
		this.audit = audit;
	}

	/**
	 * What is looked for; null for what does not matter.
	 *
	 * @param from first day, in China
	 * @param to last day
	 * @param actor account name, or as {@link AuditTrail} names others
	 * @param organisation code
	 * @param subject an account, a group, a number …; with or without the word before the colon
	 */
	public record Filter(LocalDate from, LocalDate to, AuditKind kind, String actor, String organisation, String subject) {

		Instant since() {
			return from.atStartOfDay(ZONE).toInstant();
		}

		Instant until() {
			return to.plusDays(1).atStartOfDay(ZONE).toInstant();
		}

		Map<String, String> described() {
			var all = new TreeMap<>(Map.of("from", from.toString(), "to", to.toString()));
			if (kind != null) {
				all.put("kind", kind.name());
			}
			if (actor != null) {
				all.put("actor", actor);
			}
			if (organisation != null) {
				all.put("organisation", organisation);
			}
			if (subject != null) {
				all.put("subject", subject);
			}
			return all;
		}
	}

	/**
	 * An entry.
	 *
	 * @param place in the chain; null until it has one
	 * @param details by name, in alphabetical order
	 * @param seal keyed hash of its content
	 * @param link keyed hash of its place, its seal and the link before; null until it has one
	 */
	public record Entry(long id, Instant at, AuditKind kind, String actor, String organisation, String subject, Map<String, String> details, Long place, String seal,
			String link) {
	}

	/**
	 * Where a page ends.
	 *
	 * @param at to the microsecond, as the databases keep it
	 */
	public record Position(Instant at, long id) {

		/** @return as {@link #micros} told it to an address; null: the first page */
		public static Position of(Long micros, Long id) {
			return micros == null || id == null ? null
					: new Position(Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L), id);
		}

		/** @return the moment in microseconds */
		public long micros() {
			return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
		}
	}

	/**
	 * The latest entries first. Each page is audited.
	 *
	 * @param before position of the last entry of the page before; null for the first page
	 * @throws org.springframework.dao.QueryTimeoutException if it takes too long
	 */
	public List<Entry> page(Staff auditor, Filter filter, Position before, int atMost) {
		require(auditor);
		var found = find(filter, before, atMost);
		record(auditor, "read", filter.described());
		return found;
	}

	/**
	 * All that is found, the latest first, at most {@link #MOST_EXPORTED}.
	 *
	 * @return whether there was more
	 */
	public boolean export(Staff auditor, Filter filter, Consumer<Entry> row) {
		require(auditor);
		audit.record(AuditKind.EXPORTED, auditor.userId(), null, "audit", filter.described());
		Position before = null;
		for (int exported = 0; exported < MOST_EXPORTED; exported += BATCH) {
			var some = find(filter, before, BATCH);
			some.forEach(row);
			if (some.size() < BATCH) {
				return false;
			}
			before = new Position(some.get(BATCH - 1).at(), some.get(BATCH - 1).id());
		}
		return true;
	}

	/** What stands in the trail about an auditor's work. */
	void record(Staff auditor, String what, Map<String, String> details) {
		var all = new TreeMap<>(details);
		all.put("what", what);
		audit.record(AuditKind.AUDITED, auditor.userId(), null, "audit", all);
	}

	static void require(Staff staff) {
		if (staff == null || !staff.has(StaffRole.AUDITOR)) {
			throw new AccessDeniedException("Not an auditor");
		}
	}

	private List<Entry> find(Filter filter, Position before, int atMost) {
		var conditions = new ArrayList<String>(List.of("at >= ?", "at < ?"));
		var values = new ArrayList<Object>(List.of(column(filter.since()), column(filter.until())));
		if (filter.kind() != null) {
			conditions.add("kind = ?");
			values.add(filter.kind().name());
		}
		if (filter.actor() != null) {
			conditions.add("actor = ?");
			values.add(filter.actor());
		}
		if (filter.organisation() != null) {
			conditions.add("organisation = ?");
			values.add(filter.organisation());
		}
		if (filter.subject() != null) {
			conditions.add("subject in (?, ?, ?)");
			values.addAll(List.of(filter.subject(), "account:" + filter.subject(), "group:" + filter.subject()));
		}
		if (before != null) {
			conditions.add("(at, id) < (?, ?)");
			values.addAll(List.of(column(before.at()), before.id()));
		}
		values.add(atMost);
		return database.query("select id, at, kind, actor, organisation, subject, details, place, seal, link from audit_entry where " + String.join(" and ", conditions)
				+ " order by at desc, id desc fetch first ? rows only", ENTRY, values.toArray());
	}

	/**
	 * Entries that have their place, in its order: for who follows what is written.
	 *
	 * @param place entries after this one
	 */
	public List<Entry> after(long place, int atMost) {
		return database.query("select id, at, kind, actor, organisation, subject, details, place, seal, link from audit_entry where place > ? order by place "
				+ "fetch first ? rows only", ENTRY, place, atMost);
	}

	/**
	 * What somebody did on a day, the latest first: for who has to look after it.
	 *
	 * @param day in China
	 */
	public List<Entry> of(String actor, LocalDate day, Set<AuditKind> kinds, int atMost) {
		var values = new ArrayList<Object>(List.of(actor, column(day.atStartOfDay(ZONE).toInstant()), column(day.plusDays(1).atStartOfDay(ZONE).toInstant())));
		kinds.forEach(kind -> values.add(kind.name()));
		values.add(atMost);
		return database.query("select id, at, kind, actor, organisation, subject, details, place, seal, link from audit_entry where actor = ? and at >= ? and at < ? and kind in ("
				+ String.join(", ", kinds.stream().map(kind -> "?").toList()) + ") order by at desc, id desc fetch first ? rows only", ENTRY, values.toArray());
	}

	private static final RowMapper<Entry> ENTRY = AuditReading::entry;

	private static Entry entry(ResultSet row, int number) throws SQLException {
		return new Entry(row.getLong(1), row.getObject(2, OffsetDateTime.class).toInstant(), kind(row.getString(3)), row.getString(4), row.getString(5),
				row.getString(6), details(row.getString(7)), row.getObject(8, Long.class), row.getString(9), row.getString(10));
	}

	/** One of a later version, or what somebody wrote into the database: it must not hide what stands beside it. */
	private static AuditKind kind(String name) {
		return Arrays.stream(AuditKind.values()).filter(kind -> kind.name().equals(name)).findFirst().orElse(AuditKind.OTHER);
	}

	/** What somebody wrote into the database instead is shown as it is. */
	private static Map<String, String> details(String json) {
		try {
			Map<String, String> details = json == null ? null : JSON.readValue(json, DETAILS);
			return details == null ? Map.of() : details;
		} catch (JsonProcessingException edited) {
			return Map.of("details", json);
		}
	}

	private static OffsetDateTime column(Instant moment) {
		return moment.atOffset(ZoneOffset.UTC);
	}
}
