package cn.zhicheng.notification;

import java.time.Clock;
import java.util.HashSet;
import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what people are to be told, in the transaction in which it became true, and keeps it for every channel there is.
 */
@Service
public class Notices {

	private final OutgoingMessages messages;
	private final ListableBeanFactory beans;
	private final Clock clock;

	Notices(OutgoingMessages messages, ListableBeanFactory beans, Clock clock) {
		this.messages = messages;
		this.beans = beans;
		this.clock = clock;
	}

	/** @return the channels by name; none when no mail server is set and there is no channel of one's own */
	Map<String, ReminderChannel> channels() {
		return beans.getBeansOfType(ReminderChannel.class);
	}

	/** @return whether anybody can be reached at all */
	public boolean reachSomebody() {
		return !channels().isEmpty();
	}

	/** Whoever has been told this before, or is about to be, is not told again; nor is the same address told twice. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void send(Notice notice) {
		var now = clock.instant();
		for (var channel : channels().keySet()) {
			var known = new HashSet<>(messages.recipientsOf(channel, notice.key()));
			var addresses = new HashSet<String>();
			notice.recipients().stream().filter(recipient -> recipient.email() != null || recipient.mobile() != null)
					.filter(recipient -> addresses.add(recipient.email() + " " + recipient.mobile()))
					.filter(recipient -> known.add(recipient.name()))
					.forEach(recipient -> messages.save(new OutgoingMessage(channel, notice, recipient, now)));
		}
	}
}
