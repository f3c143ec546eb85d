package cn.zhicheng.deadline;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts a version of the decision {@code deadlines} in force, and keeps who did when and why.
 */
@Service
@Transactional
public class DeadlinePublications {

	private static final int LATEST = 20;

	private final DeadlinePublicationEntries entries;
	private final StoredDates dates;
	private final ApplicationEventPublisher events;
	private final MessageSource messages;
	private final Clock clock;

	DeadlinePublications(DeadlinePublicationEntries entries, StoredDates dates, ApplicationEventPublisher events, MessageSource messages,
			Clock clock) {
		this.entries = entries;
		this.dates = dates;
		this.events = events;
		this.messages = messages;
		this.clock = clock;
	}

	/**
	 * Two designers who publish at once do it one after the other: the second waits here for the end of the first.
	 *
	 * @return what is in force once it is this one's turn; empty before the first publication
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<DeadlinePublication> awaitTurn() {
		dates.lock();
		return inForce();
	}

	/** @return what is in force; empty before the first publication */
	@Transactional(readOnly = true)
	public Optional<DeadlinePublication> inForce() {
		return latest(Long.MAX_VALUE, 1).stream().findFirst();
	}

	/** @return the last ones, the newest first */
	@Transactional(readOnly = true)
	public List<DeadlinePublication> latest() {
		return latest(Long.MAX_VALUE, LATEST);
	}

	private List<DeadlinePublication> latest(long before, int size) {
		return entries.findByIdLessThanOrderByIdDesc(before, Limit.of(size));
	}

	/**
	 * From the end of this transaction on every comparison is with the dates of this version.
	 *
	 * @param decision id of the engine's version
	 * @param version its number
	 * @param account who publishes it
	 * @param reason null: none was given
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public DeadlinePublication publish(String decision, int version, String account, String reason) {
		var publication = entries.saveAndFlush(new DeadlinePublication(decision, version, clock.instant(), account, reason));
		dates.changed(publication.id());
		events.publishEvent(new DatesChanged.ByTable(publication.id(), reasonOf(publication)));
		return publication;
	}

	private String reasonOf(DeadlinePublication publication) {
		return publication.reason().map(reason -> text("dates.publishedBecause", publication.version(), reason))
				.orElseGet(() -> text("dates.published", publication.version()));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}

	/** @param batch id of the engine's batch that moves what is running */
	@Transactional(propagation = Propagation.MANDATORY)
	public void movedBy(long publication, String batch) {
		entries.findById(publication).orElseThrow().movedBy(batch);
	}
}
