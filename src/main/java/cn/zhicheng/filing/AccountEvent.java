package cn.zhicheng.filing;

import java.time.Instant;
import java.util.Optional;

import org.hibernate.annotations.Immutable;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * One entry in the history of a person's account: what, by whom, when and from where. Never contains number, code or
 * password. Written once and never changed.
 */
@Entity
@Immutable
public class AccountEvent {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "account_event")
	@SequenceGenerator(name = "account_event", sequenceName = "account_event_seq", allocationSize = 50)
	private Long id;
	@Enumerated(EnumType.STRING)
	private DocumentType documentType;
	private String documentNumberHash;
	@Enumerated(EnumType.STRING)
	private AccountEventKind kind;
	private String organisation;
	private String userId;
	private String remoteAddress;
	private Instant happenedAt;

	protected AccountEvent() {
	}

	AccountEvent(DocumentType documentType, String documentNumberHash, AccountEventKind kind, String organisation, String userId,
			String remoteAddress, Instant happenedAt) {
		this.documentType = documentType;
		this.documentNumberHash = documentNumberHash;
		this.kind = kind;
		this.organisation = organisation;
		this.userId = userId;
		this.remoteAddress = remoteAddress;
		this.happenedAt = happenedAt;
	}

	public AccountEventKind kind() {
		return kind;
	}

	/** @return code of the unit that acted or whose code was used; empty when no unit had a part in it */
	public Optional<String> organisation() {
		return Optional.ofNullable(organisation);
	}

	/** @return account of the member of staff who acted; empty when it was the person */
	public Optional<String> userId() {
		return Optional.ofNullable(userId);
	}

	/** @return the address the request came from, as the server saw it */
	public String remoteAddress() {
		return remoteAddress;
	}

	public Instant happenedAt() {
		return happenedAt;
	}
}
