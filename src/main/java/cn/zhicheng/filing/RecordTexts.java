package cn.zhicheng.filing;

import java.util.Locale;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.reference.Regions;
import cn.zhicheng.security.Masking;

/**
 * The words in which a record is shown to people: names of fields, and values as a person would write them. Personal
 * data are masked.
 */
@Component
public class RecordTexts {

	private static final int SHOWN_OF_HASH = 8;

	private final MessageSource messages;
	private final OrganisationDirectory organisations;
	private final Regions regions;

	RecordTexts(MessageSource messages, OrganisationDirectory organisations, Regions regions) {
		this.messages = messages;
		this.organisations = organisations;
		this.regions = regions;
	}

	/** @param key key of a field or kind of evidence, as in {@link RecordKeys} */
	public String label(String key) {
		return text(RecordKeys.messageKey(key));
	}

	/**
	 * @param key key of a field or kind of evidence
	 * @param value as {@link RecordField#valueOf} gives it, or hashes of evidence files; null for none
	 * @return what to show, masked if it is personal data; empty for none
	 */
	public String value(String key, String value) {
		if (value == null || value.isEmpty()) {
			return "";
		}
		return RecordField.ofKey(key).map(field -> value(field, value)).orElseGet(() -> files(value));
	}

	private String value(RecordField field, String value) {
		return switch (field) {
			case SEX -> text(Sex.valueOf(value).messageKey());
			case ACQUISITION -> text(Acquisition.valueOf(value).messageKey());
			case JURISDICTION -> text(Jurisdiction.valueOf(value).messageKey());
			case CONFIDENTIALITY -> text(Confidentiality.valueOf(value).messageKey());
			case LEVEL -> text(TitleLevel.valueOf(value).messageKey());
			case EMPLOYER -> organisations.nameOf(value);
			case ISSUER_REGION -> regions.find(value).map(region -> region.name() + "（" + value + "）").orElse(value);
			case SOCIAL_SECURITY_NUMBER -> Masking.socialSecurityNumber(value);
			case MOBILE -> Masking.mobile(value);
			case EMAIL -> Masking.email(value);
			default -> value;
		};
	}

	/** Files are told apart by the beginning of their hash. */
	private String files(String hashes) {
		var names = new StringBuilder();
		for (var hash : hashes.split(" ")) {
			names.append(names.isEmpty() ? "" : "、")
					.append(messages.getMessage("evidence.file", new Object[] { hash.substring(0, Math.min(SHOWN_OF_HASH, hash.length())) },
							Locale.SIMPLIFIED_CHINESE));
		}
		return names.toString();
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
