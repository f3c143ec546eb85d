package cn.zhicheng.filing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import cn.zhicheng.evidence.EvidenceKind;

/**
 * The keys by which remarks and differences name a part of a record: fields and kinds of evidence.
 */
public final class RecordKeys {

	/** Key of the number of the person's identity document. */
	public static final String DOCUMENT_NUMBER = "documentNumber";

	private static final String EVIDENCE = "evidence.";
	private static final List<String> ALL = all();

	private RecordKeys() {
	}

	/** @return whether a remark can be made on it */
	public static boolean isKnown(String key) {
		return ALL.contains(key);
	}

	/** @return the key of a kind of evidence, e.g. {@code evidence.CERTIFICATE} */
	public static String of(EvidenceKind kind) {
		return EVIDENCE + kind.name();
	}

	/** @return message key of the name of the part */
	public static String messageKey(String key) {
		return key.startsWith(EVIDENCE) ? "evidence.kind." + key.substring(EVIDENCE.length()) : "field." + key;
	}

	private static List<String> all() {
		var keys = new ArrayList<>(Arrays.stream(RecordField.values()).map(RecordField::key).toList());
		keys.add(DOCUMENT_NUMBER);
		Arrays.stream(EvidenceKind.values()).map(RecordKeys::of).forEach(keys::add);
		return List.copyOf(keys);
	}
}
