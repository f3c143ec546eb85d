package cn.zhicheng.organisation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.CreditCode.MalformedCreditCodeException;
import cn.zhicheng.organisation.NewOrganisation.NewAccount;
import cn.zhicheng.security.StaffAccounts;

/**
 * Reads what was typed of an organisation, in a form or in a row of a spreadsheet.
 */
@Component
public class TypedOrganisation {

	private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
	private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 \\-()]{4,28}[0-9]");
	private static final Pattern REGION = Pattern.compile("[0-9]{6}");

	private final MessageSource messages;

	TypedOrganisation(MessageSource messages) {
		this.messages = messages;
	}

	/**
	 * @param organisation as far as it can be read; null when something is wrong
	 * @param problems all that is wrong with the text itself, field by field
	 */
	public record Reading(NewOrganisation organisation, List<OrganisationProblem> problems) {
	}

	/** @param typed texts by field; absent or blank: not given */
	public Reading read(Map<OrganisationField, String> typed) {
		var problems = new ArrayList<OrganisationProblem>();
		var texts = new EnumMap<OrganisationField, String>(OrganisationField.class);
		typed.forEach((field, text) -> clean(field, text, problems).ifPresent(clean -> texts.put(field, clean)));
		var tooLong = problems.stream().map(OrganisationProblem::field).toList();
		var creditCode = value(texts, OrganisationField.CREDIT_CODE, TypedOrganisation::creditCode, problems);
		var code = texts.containsKey(OrganisationField.CODE) ? texts.get(OrganisationField.CODE).toLowerCase(Locale.ROOT)
				: creditCode == null ? null : creditCode.value().toLowerCase(Locale.ROOT);
		if (code == null) {
			if (!texts.containsKey(OrganisationField.CREDIT_CODE) && !tooLong.contains(OrganisationField.CODE)
					&& !tooLong.contains(OrganisationField.CREDIT_CODE)) {
				problems.add(OrganisationProblem.of(OrganisationField.CODE, "organisation.problem.codeMissing"));
			}
		} else if (!PlacementRules.isCode(code)) {
			problems.add(OrganisationProblem.of(OrganisationField.CODE, "organisation.problem.code"));
		}
		require(texts, OrganisationField.NAME, tooLong, problems);
		require(texts, OrganisationField.KIND, tooLong, problems);
		require(texts, OrganisationField.REGION, tooLong, problems);
		var kind = value(texts, OrganisationField.KIND, this::kind, problems);
		var level = value(texts, OrganisationField.LEVEL, this::level, problems);
		var region = value(texts, OrganisationField.REGION, text -> matching(REGION, text, "organisation.problem.unknownRegion"), problems);
		var phone = value(texts, OrganisationField.CONTACT_PHONE, text -> matching(PHONE, text, "organisation.problem.phone"), problems);
		var administrator = administrator(texts, problems);
		if (!problems.isEmpty()) {
			return new Reading(null, List.copyOf(problems));
		}
		var details = new OrganisationDetails(texts.get(OrganisationField.NAME), kind, level, region, creditCode,
				texts.get(OrganisationField.CONTACT_NAME), phone, texts.get(OrganisationField.FIELD));
		var superior = Optional.ofNullable(texts.get(OrganisationField.SUPERIOR)).map(text -> text.toLowerCase(Locale.ROOT)).orElse(null);
		return new Reading(new NewOrganisation(code, details, superior, administrator), List.of());
	}

	/**
	 * @param userId as typed
	 * @param name as typed
	 * @return the account, or null with what is wrong in {@code problems}
	 */
	NewAccount account(String userId, String name, List<OrganisationProblem> problems) {
		var texts = new EnumMap<OrganisationField, String>(OrganisationField.class);
		clean(OrganisationField.ADMINISTRATOR, userId, problems).ifPresent(text -> texts.put(OrganisationField.ADMINISTRATOR, text));
		clean(OrganisationField.ADMINISTRATOR_NAME, name, problems).ifPresent(text -> texts.put(OrganisationField.ADMINISTRATOR_NAME, text));
		if (problems.isEmpty() && !texts.containsKey(OrganisationField.ADMINISTRATOR)) {
			problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.missing"));
		}
		var account = administrator(texts, problems);
		return problems.isEmpty() ? account : null;
	}

	private NewAccount administrator(Map<OrganisationField, String> texts, List<OrganisationProblem> problems) {
		var userId = texts.get(OrganisationField.ADMINISTRATOR);
		var name = texts.get(OrganisationField.ADMINISTRATOR_NAME);
		if (userId == null) {
			if (name != null) {
				problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.missing"));
			}
			return null;
		}
		if (name == null) {
			problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR_NAME, "organisation.problem.missing"));
		}
		var lower = userId.toLowerCase(Locale.ROOT);
		if (!ACCOUNT.matcher(lower).matches()) {
			problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.account"));
		} else if (StaffAccounts.RESERVED.contains(lower)) {
			problems.add(OrganisationProblem.of(OrganisationField.ADMINISTRATOR, "organisation.problem.accountReserved", lower));
		}
		return new NewAccount(lower, name);
	}

	/** Full-width digits and spaces around do not matter; what cannot be printed has no place in a name. */
	private static Optional<String> clean(OrganisationField field, String typed, List<OrganisationProblem> problems) {
		if (typed == null || typed.isBlank()) {
			return Optional.empty();
		}
		var text = field == OrganisationField.NAME ? typed.strip() : Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
		if (text.length() > field.maxLength()) {
			problems.add(OrganisationProblem.of(field, "organisation.problem.tooLong", field.maxLength()));
			return Optional.empty();
		}
		if (text.chars().anyMatch(Character::isISOControl)) {
			problems.add(OrganisationProblem.of(field, "organisation.problem.control"));
			return Optional.empty();
		}
		return Optional.of(text);
	}

	private static void require(Map<OrganisationField, String> texts, OrganisationField field, List<OrganisationField> tooLong,
			List<OrganisationProblem> problems) {
		if (!texts.containsKey(field) && !tooLong.contains(field)) {
			problems.add(OrganisationProblem.of(field, "organisation.problem.missing"));
		}
	}

	/** Carries the message key of a text that cannot be read. */
	private static final class UnreadableException extends RuntimeException {

		private UnreadableException(String messageKey) {
			super(messageKey);
		}
	}

	private static <T> T value(Map<OrganisationField, String> texts, OrganisationField field, Function<String, T> read,
			List<OrganisationProblem> problems) {
		var text = texts.get(field);
		if (text == null) {
			return null;
		}
		try {
			return read.apply(text);
		} catch (UnreadableException unreadable) {
			problems.add(OrganisationProblem.of(field, unreadable.getMessage()));
			return null;
		}
	}

	private static String matching(Pattern pattern, String text, String otherwise) {
		if (!pattern.matcher(text).matches()) {
			throw new UnreadableException(otherwise);
		}
		return text;
	}

	private static CreditCode creditCode(String text) {
		try {
			return CreditCode.of(text);
		} catch (MalformedCreditCodeException malformed) {
			throw new UnreadableException(malformed.problem().messageKey());
		}
	}

	private OrganisationKind kind(String text) {
		return Arrays.stream(OrganisationKind.values()).filter(kind -> text.equals(kind.name()) || text.equals(label(kind.messageKey())))
				.findFirst().orElseThrow(() -> new UnreadableException("organisation.problem.unknownKind"));
	}

	private OrganisationLevel level(String text) {
		return Arrays.stream(OrganisationLevel.values()).filter(level -> text.equals(level.name()) || text.equals(label(level.messageKey())))
				.findFirst().orElseThrow(() -> new UnreadableException("organisation.problem.unknownLevel"));
	}

	private String label(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
