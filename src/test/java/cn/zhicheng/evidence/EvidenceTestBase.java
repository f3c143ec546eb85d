package cn.zhicheng.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.autoconfigure.jdbc.AutoConfigureTestDatabase;
import org.springframework.boot.test.autoconfigure.orm.jpa.DataJpaTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.security.PersonalDataConfiguration;
import cn.zhicheng.security.PersonalDataHash;
import cn.zhicheng.security.PersonalDataStreams;

/** Everything of this module on a real database and a real directory; transactions are the tests' own. */
@DataJpaTest(showSql = false)
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({ EvidenceTestBase.Beans.class, EvidenceArchive.class, EvidenceInspector.class, EvidenceSweeper.class,
		EvidenceConversion.class, EvidenceKeyRenewal.class, EvidenceWorkers.class, PageImages.class, PersonalDataConfiguration.class })
@Tag("application")
@ImportAutoConfiguration(JacksonAutoConfiguration.class)
abstract class EvidenceTestBase {

	private static final AtomicLong RECORDS = new AtomicLong(1000);

	@TestConfiguration(proxyBeanMethods = false)
	@EnableConfigurationProperties(EvidenceSettings.class)
	static class Beans {

		@Bean
		@Primary
		AdjustableClock adjustableClock() {
			return new AdjustableClock();
		}

		@Bean
		InterruptibleFiles interruptibleFiles(EvidenceSettings settings, PersonalDataStreams streams, PersonalDataHash hash,
				AdjustableClock clock) {
			return new InterruptibleFiles(settings, streams, hash, clock);
		}
	}

	/** Lets a test do something at a chosen moment of a sweep or an upload. */
	static class InterruptibleFiles extends EvidenceFiles {

		/** What a test does in between; it may fail. */
		interface Action {

			void run() throws IOException;
		}

		private Action beforeSetAside;

		private Action afterSetAside;

		private boolean full;

		InterruptibleFiles(EvidenceSettings settings, PersonalDataStreams streams, PersonalDataHash hash, AdjustableClock clock) {
			super(settings, streams, hash, clock);
		}

		void reset() {
			beforeSetAside = null;
			afterSetAside = null;
			full = false;
		}

		void beforeSetAside(Action action) {
			beforeSetAside = action;
		}

		void afterSetAside(Action action) {
			afterSetAside = action;
		}

		void diskIsFull() {
			full = true;
		}

		@Override
		Path setAside(String name) throws IOException {
			Action before = beforeSetAside;
			beforeSetAside = null;
			if (before != null) {
				before.run();
			}
			Path aside = super.setAside(name);
			Action after = afterSetAside;
			afterSetAside = null;
			if (after != null) {
				after.run();
			}
			return aside;
		}

		@Override
		Instant store(IncomingFile file) throws IOException {
			if (full) {
				throw new IOException("No space left on device");
			}
			return super.store(file);
		}
	}

	@Autowired
	EvidenceArchive archive;

	@Autowired
	EvidenceRepository rows;

	@Autowired
	EvidenceSweeper sweeper;

	@Autowired
	EvidenceConversion conversion;

	@Autowired
	EvidenceKeyRenewal renewal;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	PageImages pageImages;

	@Autowired
	InterruptibleFiles files;

	@Autowired
	AdjustableClock clock;

	@Autowired
	EvidenceSettings settings;

	TransactionTemplate transaction;

	/** A record no other test has. */
	long record;

	@DynamicPropertySource
	static void directory(DynamicPropertyRegistry registry) throws IOException {
		Path directory = Files.createTempDirectory("evidence");
		registry.add("zhicheng.evidence.directory", () -> directory);
	}

	@Autowired
	void transactions(PlatformTransactionManager transactions) {
		transaction = new TransactionTemplate(transactions);
	}

	@BeforeEach
	void startFresh() {
		files.reset();
		clock.reset();
		rows.deleteAll();
		filesUnder("").forEach(EvidenceTestBase::delete);
		record = RECORDS.incrementAndGet();
	}

	Evidence attached(EvidenceKind kind, byte[] content) {
		return ((Attached) attach(kind, content, false)).evidence();
	}

	Attachment attach(EvidenceKind kind, byte[] content, boolean keep) {
		try {
			return attach(record, kind, new ByteArrayInputStream(content), keep);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The two steps of an upload; what is refused in the first never reaches the second. */
	Attachment attach(long record, EvidenceKind kind, InputStream content, boolean keep) throws IOException {
		Receipt receipt = archive.receive(kind, content);
		return receipt instanceof Received received ? archive.attach(record, received, keep) : (Refused) receipt;
	}

	byte[] read(Evidence evidence) throws IOException {
		try (var in = files.open(evidence.getSha256())) {
			return in.readAllBytes();
		}
	}

	/** All stored content. */
	List<Path> contents() {
		return filesUnder("content");
	}

	List<Path> filesUnder(String name) {
		try (Stream<Path> found = Files.walk(settings.directory().resolve(name))) {
			return found.filter(Files::isRegularFile).toList();
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
