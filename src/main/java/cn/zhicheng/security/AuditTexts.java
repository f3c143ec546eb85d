package cn.zhicheng.security;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
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

	private static final List<String> FIRST = List.of("what", "change", "operation", "decision", "by", "step");
	private static final Comparator<Map.Entry<String, String>> FIRST_WORDS = Comparator
			.comparingInt(detail -> FIRST.contains(detail.getKey()) ? FIRST.indexOf(detail.getKey()) : FIRST.size());
	/** Who is on a roster without an account, by the hash of the number. */
	private static final String HASHED = "document";
	/** So much of a keyed hash tells two of them apart. */
	private static final int HASH_SHOWN = 12;

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
		if (!known.isEmpty() || colon < 0) {
			return known.isEmpty() ? name : known;
		}
		var what = name.substring(0, colon);
		var which = name.substring(colon + 1);
		return text("audit.nameOf." + what, name, what.equals(HASHED) ? which.substring(0, Math.min(HASH_SHOWN, which.length())) : which);
	}

	/** @return each detail with its name, in one line, what was done before everything else; empty for none */
	public String details(AuditReading.Entry entry) {
		return entry.details().entrySet().stream().sorted(FIRST_WORDS.thenComparing(Map.Entry.comparingByKey())).map(detail -> text(detailKey(detail.getKey()), detail.getKey()) + "：" + value(detail))
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
