package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Chinese texts of Tasklist against the English ones of the Camunda version in use, so that an upgrade which adds
 * or renames a text is noticed before a reviewer sees a bare key.
 */
class TasklistTextsTest {

	private static final String TASKLIST = "/META-INF/resources/webjars/camunda/app/tasklist/";

	/** {@code {{name}}} of Tasklist, {@code %s} and {@code %d} of the relative dates, and tags. */
	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*\\w+\\s*}}|%[sd]|<br/>");

	private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

	/** Formats, numbers and signs that are the same in both languages, and the one text Tasklist leaves empty. */
	private static final Set<String> SAME_IN_BOTH_LANGUAGES = Set.of(
			"dateLocales.calendar.sameElse",
			"dateLocales.longDateFormat.LT",
			"dateLocales.week.dow",
			"dateLocales.week.doy",
			"labels.NO_TASK_FORM",
			"labels.SEARCH_LESS_THAN",
			"labels.SEARCH_GREATER_THAN");

	/** Values that carry no word: date formats and comparison signs. */
	private static final Set<String> WITHOUT_A_WORD = Set.of(
			"dateLocales.longDateFormat.L",
			"labels.SEARCH_LESS_THAN_EQUALS",
			"labels.SEARCH_GREATER_THAN_EQUALS");

	private final Map<String, String> english = texts("en");

	private final Map<String, String> chinese = texts("zh");

	@Test
	void everyTextOfTasklistHasAChineseOneAndNoneIsInvented() {
		assertThat(english).hasSizeGreaterThan(440);
		assertThat(chinese).containsOnlyKeys(english.keySet());
	}

	@Test
	void noChineseTextIsBlankUnlessTasklistLeavesItSo() {
		assertThat(chinese.entrySet())
				.filteredOn(text -> text.getValue().isBlank())
				.allSatisfy(text -> assertThat(english.get(text.getKey())).isBlank());
	}

	@Test
	void placeholdersAreKept() {
		assertThat(chinese).allSatisfy((key, text) ->
				assertThat(placeholders(text)).as(key).containsExactlyInAnyOrderElementsOf(placeholders(english.get(key))));
	}

	@Test
	void nothingIsLeftInEnglish() {
		assertThat(chinese).allSatisfy((key, text) -> {
			if (SAME_IN_BOTH_LANGUAGES.contains(key)) {
				assertThat(text).as(key).isEqualTo(english.get(key));
			} else {
				assertThat(text).as(key).isNotEqualTo(english.get(key));
				assertThat(WITHOUT_A_WORD.contains(key) || HAN.matcher(text).find()).as(key + ": " + text).isTrue();
			}
		});
	}

	@Test
	void chineseIsTheOnlyLanguageOffered() {
		assertThat(read("scripts/config.js")).contains("availableLocales: ['zh']", "fallbackLocale: 'zh'");
	}

	@Test
	void everyScriptTheConfigurationNamesExists() {
		String configuration = read("scripts/config.js");
		String list = configuration.substring(configuration.indexOf("customScripts: ["));
		List<String> scripts = Pattern.compile("'([\\w/-]+)'").matcher(list.substring(0, list.indexOf(']')))
				.results().map(result -> result.group(1)).toList();
		assertThat(scripts).isNotEmpty().allSatisfy(script -> assertThat(read(script + ".js")).isNotBlank());
	}

	@ParameterizedTest
	@ValueSource(strings = {"tasklist", "cockpit", "admin", "welcome"})
	void noWebAppUrgesItsUsersToMigrate(String application) {
		assertThat(read("../" + application + "/styles/user-styles.css"))
				.containsPattern("\\.ce-eol-banner \\{\\s*display: none;");
	}

	private static List<String> placeholders(String text) {
		return PLACEHOLDER.matcher(text).results().map(MatchResult::group).toList();
	}

	private static Map<String, String> texts(String language) {
		try {
			// Camunda's own file begins with a byte order mark, which is no JSON.
			String json = read("locales/" + language + ".json").replace("\uFEFF", "");
			Map<String, String> texts = new TreeMap<>();
			collect("", new ObjectMapper().readTree(json), texts);
			return texts;
		} catch (IOException broken) {
			throw new AssertionError("The texts in " + language + " are not readable JSON", broken);
		}
	}

	private static void collect(String path, JsonNode node, Map<String, String> texts) {
		if (node.isValueNode()) {
			texts.put(path, node.asText());
			return;
		}
		if (node.isArray()) {
			for (int index = 0; index < node.size(); index++) {
				collect(path + "." + index, node.get(index), texts);
			}
			return;
		}
		node.properties().forEach(property ->
				collect(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), property.getValue(), texts));
	}

	private static String read(String path) {
		String resource = URI.create(TASKLIST).resolve(path).getPath();
		try (InputStream file = TasklistTextsTest.class.getResourceAsStream(resource)) {
			assertThat(file).as(resource).isNotNull();
			return new String(file.readAllBytes(), StandardCharsets.UTF_8);
		} catch (IOException unreadable) {
			throw new AssertionError(resource + " cannot be read", unreadable);
		}
	}
}
