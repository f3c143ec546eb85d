package cn.zhicheng.security;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that the verification of the audit trail found, or could not check. In the log and on the command line it stands in
 * English, on the auditor's page in Chinese ({@link AuditTexts}).
 *
 * @param arguments numbers of places and ids, moments, names of files, as the sentence of the kind takes them
 */
record AuditFinding(Kind kind, List<Object> arguments) {

	/** What can be found; the names are part of message keys. */
	enum Kind {

		CHAIN_EDITED("The beginning and end of the chain (table audit_chain) were edited."),
		NO_ANCHOR_FILE("There is no anchor file %s: that the end of the chain was cut off cannot be ruled out by it."),
		ANCHOR_EDITED("The anchor %s was edited."),
		ANCHORS_DIFFER("Two anchors tell different links of place %s: they belong to different databases."),
		CUT_OFF("The chain was cut off: the entries at places %s to %s were removed; the anchor of %s knows of them."),
		BEYOND_END("The entry at place %s (id %s, %s, %s) stands beyond the end of the chain, place %s."),
		REMOVED("The entries at places %s to %s were removed."),
		OTHER_END("The last entry, place %s, is not the one with which the chain ends."),
		EDITED("The entry at place %s (id %s, %s, %s) was edited."),
		MISPLACED("The entry at place %s (id %s, %s, %s) does not belong after place %s: one of the two was replaced or moved."),
		NOT_ANCHORED("The entry at place %s (id %s, %s, %s) is not the one that the anchor of %s knows."),
		WAITING_EDITED("Entry %s of %s, not linked yet, was edited.");

		private final String english;

		Kind(String english) {
			this.english = english;
		}
	}

	/** @param arguments an entry stands for its place, its id, its kind and its moment */
	static AuditFinding of(Kind kind, Object... arguments) {
		var all = new ArrayList<Object>();
		for (var argument : arguments) {
			if (argument instanceof AuditEntry entry) {
				all.addAll(List.of(entry.place(), entry.id(), entry.kind(), entry.at()));
			} else {
				all.add(argument);
			}
		}
		return new AuditFinding(kind, List.copyOf(all));
	}

	/** @return message key of the Chinese sentence */
	String messageKey() {
		return "audit.finding." + kind;
	}

	@Override
	public String toString() {
		return kind.english.formatted(arguments.toArray());
	}
}
