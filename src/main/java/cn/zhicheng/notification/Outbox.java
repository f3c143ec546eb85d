package cn.zhicheng.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives kept messages to their channels. A message is claimed in a transaction of its own before anything is sent, so that
 * no two servers send it; if a server ends in between, nobody knows whether it has gone, and it is not sent again. What
 * could certainly not be sent is tried again, each time after a longer while.
 */
@Component
public class Outbox implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
	private static final int CHUNK = 20;
	/** Longer than a channel takes for a chunk. */
	private static final Duration CLAIMED = Duration.ofMinutes(30);

	private final OutgoingMessages messages;
	private final Notices notices;
	private final NotificationSettings settings;
	private final JdbcClient database;
	private final TransactionTemplate transaction;
	private final Clock clock;

	Outbox(OutgoingMessages messages, Notices notices, NotificationSettings settings, JdbcClient database,
			PlatformTransactionManager transactions, Clock clock) {
		this.messages = messages;
		this.notices = notices;
		this.settings = settings;
		this.database = database;
		this.transaction = new TransactionTemplate(transactions);
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::sendInBackground, settings.sendEvery(), settings.sendEvery()));
	}

	private void sendInBackground() {
		try {
			sendDue();
		} catch (RuntimeException e) {
			LOG.error("Messages could not be sent; the next round tries again", e);
		}
	}

	/** @return how many messages were tried */
	public int sendDue() {
		if (!notices.reachSomebody()) {
			return 0;
		}
		transaction.executeWithoutResult(status -> messages.giveUpClaimedBefore(clock.instant().minus(CLAIMED), clock.instant()));
		int tried = 0;
		for (var claimed = claim(); !claimed.isEmpty(); claimed = claim()) {
			claimed.forEach(this::send);
			tried += claimed.size();
		}
		return tried;
	}

	private List<OutgoingMessage> claim() {
		return transaction.execute(status -> {
			var ids = database.sql("""
					select id from outgoing_message where state = 'WAITING' and due_at <= :now and channel in (:channels)
					order by due_at, id limit :chunk for update skip locked
					""").param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("channels", List.copyOf(notices.channels().keySet()))
					.param("chunk", CHUNK).query(Long.class).list();
			var claimed = ids.isEmpty() ? List.<OutgoingMessage>of() : messages.findByIdIn(ids);
			claimed.forEach(message -> message.claim(clock.instant()));
			return claimed;
		});
	}

	private void send(OutgoingMessage claimed) {
		try {
			notices.channels().get(claimed.channel()).send(claimed.message());
			conclude(claimed, message -> message.end(OutgoingMessage.State.SENT, null, clock.instant()));
		} catch (UncertainDeliveryException e) {
			LOG.warn("Message {} may have arrived by {} and is not sent again", claimed.id(), claimed.channel(), e);
			conclude(claimed, message -> message.end(OutgoingMessage.State.UNCERTAIN, reason(e), clock.instant()));
		} catch (RuntimeException e) {
			LOG.warn("Message {} could not be sent by {}: {}", claimed.id(), claimed.channel(), reason(e));
			conclude(claimed, message -> message.postpone(reason(e), settings, clock.instant()));
		}
	}

	private void conclude(OutgoingMessage claimed, java.util.function.Consumer<OutgoingMessage> end) {
		transaction.executeWithoutResult(status -> messages.findById(claimed.id())
				.filter(message -> message.state() == OutgoingMessage.State.SENDING).ifPresent(end));
	}

	/** What servers answer may name the address they refuse: only the kind of failure is kept. */
	private static String reason(Throwable failure) {
		var cause = failure.getCause();
		return failure.getClass().getSimpleName() + (cause == null ? "" : ": " + cause.getClass().getSimpleName());
	}
}
