package cn.zhicheng.evidence;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/**
 * One file of evidence (佐证材料) of a title record: what is known of it, not its bytes. What it says never changes; it is
 * current until it is removed, and then either deleted or, if a reviewer may have seen it, kept with the time.
 */
@Entity
@Table(name = "evidence")
public class Evidence {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "evidence_seq")
	@SequenceGenerator(name = "evidence_seq", sequenceName = "evidence_seq", allocationSize = 50)
	private Long id;

	@Column(nullable = false, updatable = false)
	private long recordId;

	@Enumerated(EnumType.STRING)
	@JdbcTypeCode(SqlTypes.VARCHAR)
	@Column(nullable = false, updatable = false)
	private EvidenceKind kind;

	private String slot;

	@Column(nullable = false, updatable = false)
	private String sha256;

	/** Keyed hash of {@link #sha256}; null in a row of an earlier version until {@link EvidenceConversion} has seen it. */
	@Column(updatable = false)
	private String storedName;

	@Column(name = "size_bytes", nullable = false, updatable = false)
	private long size;

	@Column(nullable = false, updatable = false)
	private String contentType;

	@Column(nullable = false, updatable = false)
	private int pages;

	@Column(nullable = false, updatable = false)
	private Instant uploadedAt;

	private Instant removedAt;

	/** For JPA. */
	protected Evidence() {
	}

	Evidence(long recordId, String slot, Received content, String storedName, Instant uploadedAt) {
		this.recordId = recordId;
		this.kind = content.kind();
		this.slot = Objects.requireNonNull(slot);
		this.sha256 = content.sha256();
		this.storedName = Objects.requireNonNull(storedName);
		this.size = content.size();
		this.contentType = content.contentType();
		this.pages = content.pages();
		this.uploadedAt = Objects.requireNonNull(uploadedAt);
	}

	void removed(Instant at) {
		this.slot = null;
		this.removedAt = Objects.requireNonNull(at);
	}

	String slot() {
		return slot;
	}

	public Long getId() {
		return id;
	}

	public EvidenceKind getKind() {
		return kind;
	}

	/** SHA-256 of the bytes in clear, 64 lower-case hexadecimal digits. */
	public String getSha256() {
		return sha256;
	}

	/** Bytes. */
	public long getSize() {
		return size;
	}

	/** {@code image/jpeg} or {@code application/pdf}, by content. */
	public String getContentType() {
		return contentType;
	}

	/** Number of pages, 1 for a photo. */
	public int getPages() {
		return pages;
	}

	public Instant getUploadedAt() {
		return uploadedAt;
	}

	/** When it was removed or replaced; empty while it is current. */
	public Optional<Instant> getRemovedAt() {
		return Optional.ofNullable(removedAt);
	}

	/** Whether it is what the record has now. */
	public boolean isCurrent() {
		return removedAt == null;
	}

	@Override
	public String toString() {
		return "evidence " + id + " (" + kind + " of record " + recordId + ")";
	}
}
