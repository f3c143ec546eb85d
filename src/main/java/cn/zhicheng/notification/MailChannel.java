package cn.zhicheng.notification;

import java.nio.charset.StandardCharsets;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.mail.MailProperties;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;

/**
 * Sends messages as e-mail; there is none as long as {@code spring.mail.host} is not set.
 */
@Component("mail")
@ConditionalOnProperty("spring.mail.host")
class MailChannel implements ReminderChannel {

	private final JavaMailSender sender;
	private final String from;

	MailChannel(JavaMailSender sender, NotificationSettings settings, MailProperties mail) {
		this.sender = sender;
		this.from = settings.from() != null ? settings.from() : mail.getUsername();
		if (from == null || !from.contains("@")) {
			throw new IllegalStateException("zhicheng.notification.from must name the sender of e-mail when spring.mail.host is set");
		}
	}

	@Override
	public void send(Message message) {
		if (message.recipient().email() == null) {
			return;
		}
		try {
			sender.send(mime(message));
		} catch (MailSendException e) {
			if (isUncertain(e)) {
				throw new UncertainDeliveryException("The connection broke while the message was handed over", e);
			}
			throw e;
		}
	}

	private jakarta.mail.internet.MimeMessage mime(Message message) {
		var mime = sender.createMimeMessage();
		try {
			var helper = new MimeMessageHelper(mime, StandardCharsets.UTF_8.name());
			helper.setFrom(from);
			helper.setTo(message.recipient().email());
			helper.setSubject(message.subject());
			helper.setText(message.body());
			mime.setHeader("Auto-Submitted", "auto-generated");
			mime.setHeader("X-Zhicheng-Message", Long.toString(message.id()));
			return mime;
		} catch (MessagingException e) {
			throw new IllegalArgumentException("Message %d is none".formatted(message.id()), e);
		}
	}

	/** Without a connection nothing was sent, and what the server refused has not been taken; any other failure came after a begin. */
	private static boolean isUncertain(MailSendException e) {
		if (e.getCause() != null || e.getMessageExceptions().length == 0) {
			return false;
		}
		return !(e.getMessageExceptions()[0] instanceof SendFailedException);
	}
}
