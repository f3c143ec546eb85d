package cn.zhicheng.workflow;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.camunda.bpm.engine.impl.batch.AbstractBatchConfigurationObjectConverter;
import org.camunda.bpm.engine.impl.batch.BatchConfiguration;
import org.camunda.bpm.engine.impl.util.JsonUtil;

import camundajar.impl.com.google.gson.JsonObject;

import cn.zhicheng.review.DateFollowing.Range;

/**
 * What a batch of {@link DateFollowingBatch} has to do: ranges of records, each a job, and last whatever has moved on since
 * the date was changed.
 */
final class DateFollowingConfiguration extends BatchConfiguration {

	static final Converter CONVERTER = new Converter();

	private static final String SINCE = "since:";
	private static final String BETWEEN = "..";

	private final String reason;

	/**
	 * @param parts see {@link #part} and {@link #since}
	 * @param reason why the dates have changed, in Chinese
	 */
	DateFollowingConfiguration(List<String> parts, String reason) {
		super(parts);
		this.reason = reason;
	}

	static DateFollowingConfiguration of(List<Range> ranges, String reason) {
		return new DateFollowingConfiguration(ranges.stream().map(range -> range.first() + BETWEEN + range.last()).toList(), reason);
	}

	/** @param moment whatever moves on from then on follows as well */
	DateFollowingConfiguration andSince(Instant moment) {
		return new DateFollowingConfiguration(Stream.concat(getIds().stream(), Stream.of(SINCE + moment.toEpochMilli())).toList(), reason);
	}

	String reason() {
		return reason;
	}

	/** @return the records of each part that are known by id */
	List<Range> ranges() {
		return getIds().stream().filter(part -> !part.startsWith(SINCE)).map(part -> part.split(Pattern.quote(BETWEEN)))
				.map(ends -> new Range(Long.parseLong(ends[0]), Long.parseLong(ends[1]))).toList();
	}

	/** @return the moments since which records have moved on */
	List<Instant> since() {
		return getIds().stream().filter(part -> part.startsWith(SINCE))
				.map(part -> Instant.ofEpochMilli(Long.parseLong(part.substring(SINCE.length())))).toList();
	}

	static final class Converter extends AbstractBatchConfigurationObjectConverter<DateFollowingConfiguration> {

		@Override
		public JsonObject writeConfiguration(DateFollowingConfiguration configuration) {
			var json = JsonUtil.createObject();
			JsonUtil.addListField(json, "parts", configuration.getIds());
			JsonUtil.addField(json, "reason", configuration.reason());
			return json;
		}

		@Override
		public DateFollowingConfiguration readConfiguration(JsonObject json) {
			return new DateFollowingConfiguration(JsonUtil.asStringList(JsonUtil.getArray(json, "parts")), JsonUtil.getString(json, "reason"));
		}
	}
}
