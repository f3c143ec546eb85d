package cn.zhicheng.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The evidence (佐证材料) of all title records: takes uploads, and hands out what a record has.
 *
 * <p>
 * An upload goes two steps. {@link #receive} inspects the content and stores it, which may take a second and needs no
 * transaction; {@link #attach} makes it the record's, in the caller's transaction if there is one,
 * so that a check of the record's state and the upload succeed or fail together. A file is complete on disk before its row
 * is written, hence a row never names a file that is not there; a file without a row is harmless and removed by
 * {@link EvidenceSweeper}, which says why the two can not get into each other's way.
 */
@Service
public class EvidenceArchive {

	private static final Comparator<Evidence> AS_SHOWN = Comparator.comparing(Evidence::getKind)
			.thenComparing(Evidence::getUploadedAt)
			.thenComparing(Evidence::getId);

	private static final int ATTEMPTS = 4;

	private final EvidenceRepository rows;

	private final EvidenceFiles files;

	private final EvidenceInspector inspector;

	private final TransactionTemplate transaction;

	private final Duration attachWithin;

	private final Clock clock;

	EvidenceArchive(EvidenceRepository rows, EvidenceFiles files, EvidenceInspector inspector,
			PlatformTransactionManager transactions, EvidenceSettings settings, Clock clock) {
		this.rows = rows;
		this.files = files;
		this.inspector = inspector;
		this.transaction = new TransactionTemplate(transactions);
		this.attachWithin = settings.sweepAfter().dividedBy(2);
		this.clock = clock;
	}

	/**
	 * Inspects content and stores it, for no record yet. Call it outside of a transaction: it takes up to seconds.
	 *
	 * @param kind the kind of evidence it is to be
	 * @param content is read to its end or just beyond the size limit, and not closed
	 * @return {@link Received}, or {@link Refused} with what the user has to mend
	 * @throws IOException if the content can not be read or not be stored; nothing remains
	 */
	public Receipt receive(EvidenceKind kind, InputStream content) throws IOException {
		try (IncomingFile upload = files.receive(content);
				EvidenceInspector.Passed passed = inspector.inspect(kind, upload)) {
			IncomingFile file = passed.file();
			return new Received(kind, file.sha256(), file.size(), passed.contentType(), passed.pages(), files.store(file));
		}
		catch (Unacceptable e) {
			return e.refused();
		}
	}

	/**
	 * Makes received content the evidence of a record, in the place of what it replaces. Joins the caller's transaction.
	 *
	 * @param content from {@link #receive}, within half of {@code zhicheng.evidence.sweep-after}
	 * @param keepReplaced true if what is replaced was part of a submission and stays in the record's history, false to
	 *            delete it
	 * @return {@link Attached}; {@link Refused} if a repeatable kind has no place left
	 * @throws IllegalStateException if the content was received too long ago
	 * @throws DataAccessException if, within a transaction of the caller, someone else has changed the same evidence at the
	 *             same moment
	 */
	public Attachment attach(long recordId, Received content, boolean keepReplaced) {
		boolean own = !TransactionSynchronizationManager.isActualTransactionActive();
		for (int attempt = 1;; attempt++) {
			try {
				return transaction.execute(status -> place(recordId, content, keepReplaced));
			}
			catch (ConcurrencyFailureException | DataIntegrityViolationException e) {
				// Two uploads to one place at the same moment: the later one replaces the earlier.
				if (!own || attempt == ATTEMPTS) {
					throw e;
				}
			}
		}
	}

	/**
	 * Takes one current file away from a record.
	 *
	 * @param keep true if it was part of a submission and stays in the record's history, false to delete it
	 * @return what was removed; empty if the record has no such current evidence
	 */
	@Transactional
	public Optional<Evidence> remove(long recordId, long evidenceId, boolean keep) {
		Optional<Evidence> found = rows.findByRecordIdAndId(recordId, evidenceId).filter(Evidence::isCurrent);
		found.ifPresent(evidence -> withdraw(evidence, keep));
		return found;
	}

	/** Deletes all evidence of a record, current and removed, because the record itself, a draft, is deleted. */
	@Transactional
	public void removeAll(long recordId) {
		rows.deleteOfRecord(recordId);
	}

	/** What a record has now, in the order of {@link EvidenceKind}, the oldest first within 其它. */
	@Transactional(readOnly = true)
	public List<Evidence> current(long recordId) {
		return rows.findByRecordIdAndRemovedAtIsNull(recordId).stream().sorted(AS_SHOWN).toList();
	}

	/** What a record has and what it had and was kept, ordered as {@link #current}. */
	@Transactional(readOnly = true)
	public List<Evidence> history(long recordId) {
		return rows.findByRecordId(recordId).stream().sorted(AS_SHOWN).toList();
	}

	/** One file of a record, current or removed; empty if it is another record's. */
	@Transactional(readOnly = true)
	public Optional<Evidence> find(long recordId, long evidenceId) {
		return rows.findByRecordIdAndId(recordId, evidenceId);
	}

	/**
	 * The bytes of a file.
	 *
	 * @return to be closed by the caller; what was read is proven to be what was uploaded only when its end is reached
	 * @throws IOException if it can not be read
	 */
	public InputStream open(Evidence evidence) throws IOException {
		return files.open(evidence.getSha256());
	}

	private Attachment place(long recordId, Received content, boolean keepReplaced) {
		requireStored(content);
		List<Evidence> sameKind = rows.findByRecordIdAndRemovedAtIsNull(recordId).stream()
				.filter(evidence -> evidence.getKind() == content.kind())
				.toList();
		Optional<Evidence> same = sameKind.stream()
				.filter(evidence -> evidence.getSha256().equals(content.sha256()))
				.findFirst();
		if (same.isPresent()) {
			return new Attached(same.get(), Optional.empty());
		}
		Optional<Evidence> replaced = Optional.empty();
		String slot = content.kind().name();
		if (content.kind().isRepeatable()) {
			Optional<String> free = freeSlot(content.kind(), sameKind);
			if (free.isEmpty()) {
				return Refused.because(RefusalReason.TOO_MANY_FILES, content.kind().most());
			}
			slot = free.get();
		}
		else {
			replaced = sameKind.stream().findFirst();
			replaced.ifPresent(evidence -> withdraw(evidence, keepReplaced));
		}
		Evidence evidence = new Evidence(recordId, slot, content, files.nameOf(content.sha256()),
				clock.instant().truncatedTo(ChronoUnit.MICROS));
		return new Attached(rows.saveAndFlush(evidence), replaced);
	}

	private void requireStored(Received content) {
		if (content.receivedAt().plus(attachWithin).isBefore(clock.instant())) {
			throw new IllegalStateException("Received too long ago to be attached: " + content.receivedAt());
		}
	}

	private static Optional<String> freeSlot(EvidenceKind kind, List<Evidence> present) {
		Set<String> taken = present.stream().map(Evidence::slot).collect(Collectors.toSet());
		for (int place = 1; place <= kind.most(); place++) {
			String slot = kind.name() + "-" + place;
			if (!taken.contains(slot)) {
				return Optional.of(slot);
			}
		}
		return Optional.empty();
	}

	/** Flushes, because Hibernate would otherwise insert the successor before it frees the place. */
	private void withdraw(Evidence evidence, boolean keep) {
		if (keep) {
			evidence.removed(clock.instant().truncatedTo(ChronoUnit.MICROS));
		}
		else {
			rows.delete(evidence);
		}
		rows.flush();
	}
}
