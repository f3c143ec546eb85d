package cn.zhicheng.rehearsal;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import cn.zhicheng.notification.Message;
import cn.zhicheng.notification.ReminderChannel;

/**
 * Because of which messages are written as if somebody could be reached. They are counted and stay where they are: nobody
 * sends what a rehearsal has written.
 */
@Component
@Profile("rehearsal")
class HeldBackMessages implements ReminderChannel {

	@Override
	public void send(Message message) {
		throw new IllegalStateException("Nothing leaves a rehearsal");
	}
}
