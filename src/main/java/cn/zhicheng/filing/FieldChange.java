package cn.zhicheng.filing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A field whose value differs between two submissions of a record.
 *
 * @param field key of a {@link RecordField} or {@code evidence.<kind>} (whose value is the SHA-256 of the file)
 * @param before null when there was none
 * @param after null when there is none any more
 */
public record FieldChange(String field, String before, String after) {

	static List<FieldChange> between(Map<String, String> before, Map<String, String> after) {
		var changes = new ArrayList<FieldChange>();
		var fields = new TreeSet<>(before.keySet());
		fields.addAll(after.keySet());
		for (var field : fields) {
			if (!Objects.equals(before.get(field), after.get(field))) {
				changes.add(new FieldChange(field, before.get(field), after.get(field)));
			}
		}
		return changes;
	}
}
