package cn.zhicheng.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The audit trail in the hands of someone who may do everything to the database but does not have the key. */
@Tag("application")
abstract class AuditTrailContract {

	private static final String KEY = "k1 " + Base64.getEncoder().encodeToString(new byte[32]);

	@TempDir
	Path folder;

	private final MutableClock clock = MutableClock.at("2021-04-01T09:00");
	private DataSource database;
	private JdbcTemplate jdbc;
	private TransactionTemplate transaction;
	private Path anchorFile;
	private Instance one;
	private Instance two;

	/** @return address of a new database */
	abstract String url();

	/** An instance of the application, as far as the audit trail is concerned. */
	private final class Instance {

		private final AuditStore store = new AuditStore(new JdbcTemplate(database));
		private final StoredAuditTrail trail;
		private final AuditLinker linker;
		private final AuditVerification verification;

		private Instance(Path anchorFile, List<Path> further) {
			var seals = new AuditSeals(PersonalDataKeys.ofLines(List.of(KEY), "the test"));
			var settings = new AuditSettings(Duration.ofSeconds(1), Duration.ofMinutes(1), anchorFile, further);
			var anchors = new AuditAnchors(seals, settings);
			var transactions = new JdbcTransactionManager(database);
			trail = new StoredAuditTrail(store, seals, clock);
			linker = new AuditLinker(store, seals, anchors, settings, transactions, clock);
			verification = new AuditVerification(store, seals, anchors, transactions);
		}

		private void record(String subject) {
			transaction.executeWithoutResult(status -> trail.record(AuditKind.DECIDED, "gz-school", "gz-school", subject,
					Map.of("decision", "confirm", "address", "198.51.100.7")));
		}

		private AuditVerification.Report verify() {
			return verification.verify(place -> {
			});
		}
	}

	@BeforeEach
	void twoInstancesOnOneDatabase() {
		boolean h2 = url().startsWith("jdbc:h2:");
		database = new DriverManagerDataSource(url(), h2 ? "sa" : "postgres", h2 ? "" : "postgres");
		Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
		jdbc = new JdbcTemplate(database);
		for (var table : List.of("audit_entry", "audit_chain")) {
			jdbc.update("delete from " + table);
		}
		jdbc.update("insert into audit_chain (id, erased, erased_link, last, last_link) values (1, 0, '', 0, '')");
		transaction = new TransactionTemplate(new JdbcTransactionManager(database));
		anchorFile = folder.resolve("anchors.txt");
		one = new Instance(anchorFile, List.of());
		two = new Instance(folder.resolve("anchors-of-two.txt"), List.of(anchorFile));
	}

	private void chainOf(int entries) {
		for (int i = 1; i <= entries; i++) {
			clock.advance(Duration.ofSeconds(1));
			(i % 2 == 0 ? one : two).record("ZC2021-%08d".formatted(i));
			if (i % 5 == 0) {
				(i % 2 == 0 ? two : one).linker.link();
			}
		}
		clock.advance(Duration.ofMinutes(2));
		one.linker.link();
	}

	@Test
	void an_untouched_trail_of_two_instances_is_in_order() {
		chainOf(23);
		var report = two.verify();
		assertThat(report.findings()).isEmpty();
		assertThat(report.first()).isEqualTo(1);
		assertThat(report.last()).isEqualTo(23);
		assertThat(report.anchors()).isPositive();
		assertThat(report.waiting()).isZero();
	}

	@Test
	void an_edited_entry_is_named() {
		chainOf(9);
		for (var edit : List.of("actor = 'somebody-else'", "organisation = null", "subject = 'ZC2021-00000099'", "kind = 'LOOKED'",
				"details = '{\"decision\":\"return\"}'", "at = at + interval '1' second")) {
			var before = jdbc.queryForMap("select at, kind, actor, organisation, subject, details from audit_entry where place = 4");
			jdbc.update("update audit_entry set " + edit + " where place = 4");
			assertThat(one.verify().findings()).as(edit).singleElement().asString().contains("place 4 ", "was edited");
			jdbc.update("update audit_entry set at = ?, kind = ?, actor = ?, organisation = ?, subject = ?, details = ? where place = 4",
					before.get("at"), before.get("kind"), before.get("actor"), before.get("organisation"), before.get("subject"),
					before.get("details"));
		}
		assertThat(one.verify().findings()).isEmpty();
	}

	@Test
	void an_entry_taken_out_is_missed_even_when_the_others_close_the_gap() {
		chainOf(9);
		jdbc.update("delete from audit_entry where place = 4");
		assertThat(one.verify().findings()).singleElement().asString().contains("entries at places 4 to 4 were removed");

		for (int place = 5; place <= 9; place++) {
			jdbc.update("update audit_entry set place = ? where place = ?", place - 1, place);
		}
		assertThat(one.verify().findings()).anySatisfy(finding -> assertThat(finding.toString()).contains("place 4 ", "does not belong after place 3"))
				.anySatisfy(finding -> assertThat(finding.toString()).contains("entries at places 9 to 9 were removed"));
	}

	@Test
	void several_entries_taken_out_are_named_with_their_places() {
		chainOf(9);
		jdbc.update("delete from audit_entry where place in (1, 2, 6)");
		assertThat(one.verify().findings()).hasSize(2).first().asString().contains("places 1 to 2 were removed");
		assertThat(one.verify().findings()).last().asString().contains("places 6 to 6 were removed");
	}

	@Test
	void an_end_cut_off_is_missed() {
		chainOf(9);
		jdbc.update("delete from audit_entry where place > 7");
		assertThat(one.verify().findings()).singleElement().asString().contains("places 8 to 9 were removed");
	}

	@Test
	void an_end_cut_off_together_with_the_older_seal_of_it_is_missed_by_the_anchor() {
		chainOf(5);
		var older = jdbc.queryForMap("select last, last_link, seal from audit_chain");
		chainOf(4);
		jdbc.update("delete from audit_entry where place > 5");
		jdbc.update("update audit_chain set last = ?, last_link = ?, seal = ?", older.get("last"), older.get("last_link"), older.get("seal"));

		assertThat(one.verify().findings()).singleElement().asString().contains("places 6 to 9 were removed", "anchor of");
		assertThat(two.verify().findings()).as("with the anchors of the other instance").singleElement().asString().contains("6 to 9");
		assertThat(new Instance(folder.resolve("none.txt"), List.of()).verify().remarks()).singleElement().asString().contains("no anchor file");
	}

	@Test
	void a_trail_emptied_altogether_is_missed_by_the_anchor() {
		chainOf(3);
		jdbc.update("delete from audit_entry");
		jdbc.update("update audit_chain set erased = 0, erased_link = '', last = 0, last_link = '', seal = null");
		assertThat(one.verify().findings()).singleElement().asString().contains("places 1 to 3 were removed");
	}

	@Test
	void entries_that_changed_their_places_are_named() {
		chainOf(9);
		jdbc.update("update audit_entry set place = 0 where place = 4");
		jdbc.update("update audit_entry set place = 4 where place = 5");
		jdbc.update("update audit_entry set place = 5 where place = 0");
		assertThat(one.verify().findings()).hasSizeBetween(2, 4).first().asString().contains("place 4 ", "does not belong after place 3");
	}

	@Test
	void an_invented_entry_and_one_told_twice_are_named() {
		chainOf(3);
		jdbc.update("insert into audit_entry (id, at, kind, actor, seal) select 900001, at, kind, actor, seal from audit_entry where place = 1");
		assertThat(one.verify().findings()).singleElement().asString().contains("900001", "not linked yet", "was edited");
		one.linker.link();
		assertThat(one.verify().findings()).singleElement().asString().contains("place 4 ", "id 900001", "was edited");
	}

	@Test
	void an_edited_end_of_the_chain_and_an_edited_anchor_are_named() throws IOException {
		chainOf(3);
		jdbc.update("update audit_chain set erased = 1");
		assertThat(one.verify().findings()).anySatisfy(finding -> assertThat(finding.toString()).contains("audit_chain"));
		jdbc.update("update audit_chain set erased = 0");

		Files.writeString(anchorFile, Files.readString(anchorFile).replaceFirst(" 3 ", " 2 "));
		assertThat(one.verify().findings()).singleElement().asString().contains("anchors.txt:", "was edited");
	}

	@Test
	void with_another_key_nothing_can_be_forged() {
		chainOf(2);
		var forger = new AuditSeals(PersonalDataKeys.ofLines(List.of("k2 " + Base64.getEncoder().encodeToString(new byte[] {
				1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5 })), "the test"));
		jdbc.update("update audit_entry set actor = 'nobody' where place = 2");
		var edited = one.store.linkedAfter(1, 1).get(0);
		jdbc.update("update audit_entry set seal = ? where place = 2", forger.ofEntry(edited));
		assertThat(one.verify().findings()).first().asString().contains("place 2 ", "was edited");
	}

	@Test
	void an_entry_shares_the_fate_of_its_transaction_and_needs_one_that_writes() {
		transaction.executeWithoutResult(status -> {
			one.trail.record(AuditKind.DECIDED, "gz-school", "gz-school", "ZC2021-00000001", Map.of());
			status.setRollbackOnly();
		});
		one.linker.link();
		assertThat(one.verify().last()).isZero();

		var readOnly = new TransactionTemplate(new JdbcTransactionManager(database));
		readOnly.setReadOnly(true);
		assertThatIllegalStateException().isThrownBy(() -> readOnly.executeWithoutResult(
				status -> one.trail.record(AuditKind.DECIDED, "gz-school", null, null, Map.of())));
	}

	@Test
	void what_looks_like_personal_data_is_masked_and_what_is_too_long_is_cut() {
		transaction.executeWithoutResult(status -> one.trail.record(AuditKind.SIGN_IN_REFUSED, "62070219800101001X", null,
				"x".repeat(300), Map.of("typed", "13893612345 yanshi@example.com", "zero", "a\0b")));
		one.linker.link();
		var entry = one.store.linkedAfter(0, 1).get(0);
		assertThat(entry.actor()).isEqualTo("6207**********001X");
		assertThat(entry.subject()).hasSize(200);
		assertThat(entry.details()).isEqualTo("{\"typed\":\"138****2345 y***@example.com\",\"zero\":\"a b\"}");
		assertThat(one.verify().findings()).isEmpty();
	}

	@Test
	void entries_are_erased_from_the_beginning_and_the_rest_can_still_be_checked() {
		chainOf(9);
		var middle = one.store.linkedAfter(5, 1).get(0).at();
		assertThat(one.linker.eraseBefore(middle)).isEqualTo(5);
		assertThat(one.linker.eraseBefore(middle)).isZero();
		var report = one.verify();
		assertThat(report.findings()).isEmpty();
		assertThat(report.first()).isEqualTo(6);
		assertThat(report.last()).isEqualTo(9);

		chainOf(2);
		jdbc.update("delete from audit_entry where place = 6");
		assertThat(one.verify().findings()).singleElement().asString().contains("places 6 to 6 were removed");
	}

	@Test
	void instances_that_write_and_link_at_the_same_moment_lose_nothing() throws Exception {
		var start = new CountDownLatch(1);
		var threads = Executors.newFixedThreadPool(4);
		var work = new ArrayList<Callable<Void>>();
		for (var instance : List.of(one, two, one, two)) {
			work.add(() -> {
				start.await();
				for (int i = 0; i < 40; i++) {
					instance.record("ZC2021-00000001");
					if (i % 8 == 0) {
						instance.linker.link();
					}
				}
				return null;
			});
		}
		var running = work.stream().map(threads::submit).toList();
		start.countDown();
		for (var each : running) {
			each.get();
		}
		threads.shutdown();
		two.linker.link();
		var report = one.verify();
		assertThat(report.findings()).isEmpty();
		assertThat(report.last()).isEqualTo(160);
	}
}
