package cn.zhicheng.deadline;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * A version of the decision {@code deadlines} that was put in force: since when, by whom and why.
 */
@Entity
public class DeadlinePublication {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "deadline_publication")
	@SequenceGenerator(name = "deadline_publication", sequenceName = "deadline_publication_seq", allocationSize = 1)
	private Long id;
	private String decision;
	private int version;
	private Instant publishedAt;
	private String publishedBy;
	private String reason;
	private String batch;

	protected DeadlinePublication() {
	}

	DeadlinePublication(String decision, int version, Instant publishedAt, String publishedBy, String reason) {
		this.decision = decision;
		this.version = version;
		this.publishedAt = publishedAt;
		this.publishedBy = publishedBy;
		this.reason = reason;
	}

	public long id() {
		return id;
	}

	/** @return id of the engine's version */
	public String decision() {
		return decision;
	}

	/** @return number of the engine's version, from 1 */
	public int version() {
		return version;
	}

	public Instant publishedAt() {
		return publishedAt;
	}

	/** @return account, or {@code system} for one that came from {@code processes/} at a start */
	public String publishedBy() {
		return publishedBy;
	}

	/** @return what whoever published it gave as reason; empty when nothing */
	public Optional<String> reason() {
		return Optional.ofNullable(reason);
	}

	/** @return id of the engine's batch that moves tasks and timers; empty when nothing was running */
	public Optional<String> batch() {
		return Optional.ofNullable(batch);
	}

	void movedBy(String batch) {
		this.batch = batch;
	}
}
