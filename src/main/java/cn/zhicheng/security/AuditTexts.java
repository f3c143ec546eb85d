package cn.zhicheng.security;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The audit trail in Chinese. What is stored are names and codes, which stay as they are; here they get their words.
 */
@Component
public class AuditTexts {

	/** Details whose values are words of the application, not of somebody. */
	static final Set<String> WORDS = Set.of("alert", "by", "change", "decision", "field", "late", "operation", "step", "what", "why");

	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm:ss").withZone(AuditReading.ZONE);

	private final MessageSource messages;

	AuditTexts(MessageSource messages) {
		this.messages = messages;
	}

	/** @return the moment in China, to the second */
	public String moment(Instant at) {
		return MOMENT.format(at);
	}

	public String kind(AuditKind kind) {
		return text("auditKind." + kind);
	}

	/** @param name of an actor or a subject, as it is stored; null: none */
	public String name(String name) {
		if (name == null) {
			return "";
		}
		var known = text("audit.name." + plain(name), "");
		int colon = name.indexOf(':');
		return !known.isEmpty() || colon < 0 ? known.isEmpty() ? name : known : text("audit.nameOf." + name.substring(0, colon), name, name.substring(colon + 1));
	}

	/** @return each detail with its name, in one line; empty for none */
	public String details(AuditReading.Entry entry) {
		return entry.details().entrySet().stream().map(detail -> text(detailKey(detail.getKey()), detail.getKey()) + "：" + value(detail))
				.collect(Collectors.joining("；"));
	}

	private String value(Map.Entry<String, String> detail) {
		var value = detail.getValue();
		if (detail.getKey().equals("rule")) {
			return text(value, value);
		}
		if (detail.getKey().equals("kind")) {
			return text("auditKind." + value, value);
		}
		if (detail.getKey().equals("evidence")) {
			return text("evidence.kind." + value, value);
		}
		return WORDS.contains(detail.getKey()) ? text(valueKey(detail.getKey(), value), value) : value;
	}

	static String detailKey(String name) {
		return "audit.detail." + plain(name);
	}

	static String valueKey(String name, String value) {
		return "audit.value." + name + "." + plain(value);
	}

	/** Names in message files have no blanks. */
	private static String plain(String name) {
		return name.replaceAll("[^A-Za-z0-9_]+", "-");
	}

	String finding(AuditFinding finding) {
		var arguments = finding.arguments().stream().map(one -> one instanceof Instant at ? moment(at) : one.toString()).toArray();
		return text(finding.messageKey(), arguments);
	}

	private String text(String key, Object[] arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}

	private String text(String key, String otherwise, Object... arguments) {
		return messages.getMessage(key, arguments.length == 0 ? null : arguments, otherwise, Locale.SIMPLIFIED_CHINESE);
	}
}
