package cn.zhicheng.notification;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * All messages, sent and to be sent.
 */
interface OutgoingMessages extends Repository<OutgoingMessage, Long> {

	OutgoingMessage save(OutgoingMessage message);

	Optional<OutgoingMessage> findById(long id);

	List<OutgoingMessage> findByIdIn(Collection<Long> ids);

	/** @return recipients who have this message already, or will get it */
	@Query("select m.recipient from OutgoingMessage m where m.channel = :channel and m.reminder = :reminder")
	List<String> recipientsOf(String channel, String reminder);

	/** @return those of the reminders that this channel has or will get for these recipients */
	@Query("select m.reminder from OutgoingMessage m where m.channel = :channel and m.reminder in :reminders")
	List<String> known(String channel, Collection<String> reminders);

	/** Whoever sent them has ended without saying what became of them. */
	@Modifying
	@Query("""
			update OutgoingMessage m set m.state = cn.zhicheng.notification.OutgoingMessage$State.UNCERTAIN, m.email = null, m.mobile = null,
			    m.endedAt = :now, m.failure = 'the server that sent it has ended'
			where m.state = cn.zhicheng.notification.OutgoingMessage$State.SENDING and m.claimedAt < :before
			""")
	int giveUpClaimedBefore(Instant before, Instant now);

	@Modifying
	@Query("delete from OutgoingMessage m where m.endedAt < :before")
	int deleteEndedBefore(Instant before);
}
