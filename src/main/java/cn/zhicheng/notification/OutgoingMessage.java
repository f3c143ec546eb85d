package cn.zhicheng.notification;

import java.time.Instant;

import cn.zhicheng.security.EncryptedText;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;

/**
 * A message that is kept until its channel has taken it. Where it goes is encrypted, and forgotten when it has gone.
 */
@Entity
class OutgoingMessage {

	private static final int LONGEST_FAILURE = 300;

	enum State {
		/** To be sent as soon as it is due. */
		WAITING,
		/** Somebody is sending it. */
		SENDING,
		/** The channel has taken it. */
		SENT,
		/** It may have arrived, and is therefore not sent again. */
		UNCERTAIN,
		/** It could not be sent for too long. */
		GIVEN_UP
	}

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "outgoing_message")
	@SequenceGenerator(name = "outgoing_message", sequenceName = "outgoing_message_seq", allocationSize = 50)
	private Long id;
	private String channel;
	private String reminder;
	private String recipient;
	@Convert(converter = EncryptedText.class)
	private String email;
	@Convert(converter = EncryptedText.class)
	private String mobile;
	private String subject;
	private String body;
	@Enumerated(EnumType.STRING)
	private State state = State.WAITING;
	private int attempts;
	private Instant createdAt;
	private Instant dueAt;
	private Instant claimedAt;
	private Instant endedAt;
	private String failure;

	protected OutgoingMessage() {
	}

	OutgoingMessage(String channel, Notice notice, Recipient recipient, Instant now) {
		this.channel = channel;
		this.reminder = notice.key();
		this.recipient = recipient.name();
		this.email = recipient.email();
		this.mobile = recipient.mobile();
		this.subject = notice.subject();
		this.body = notice.body();
		this.createdAt = now;
		this.dueAt = now;
	}

	long id() {
		return id;
	}

	String channel() {
		return channel;
	}

	Message message() {
		return new Message(id, new Recipient(recipient, email, mobile), subject, body);
	}

	State state() {
		return state;
	}

	void claim(Instant now) {
		state = State.SENDING;
		claimedAt = now;
		attempts++;
	}

	void end(State end, String why, Instant now) {
		state = end;
		failure = cut(why);
		endedAt = now;
		email = null;
		mobile = null;
	}

	/** It could not be sent and is tried again later, unless that has been so for too long. */
	void postpone(String why, NotificationSettings settings, Instant now) {
		if (now.isAfter(createdAt.plus(settings.giveUpAfter()))) {
			end(State.GIVEN_UP, why, now);
			return;
		}
		state = State.WAITING;
		failure = cut(why);
		dueAt = now.plus(settings.pauseAfter(attempts));
	}

	private static String cut(String text) {
		return text == null || text.length() <= LONGEST_FAILURE ? text : text.substring(0, LONGEST_FAILURE);
	}
}
