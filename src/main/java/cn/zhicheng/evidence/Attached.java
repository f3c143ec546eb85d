package cn.zhicheng.evidence;

import java.util.Optional;

/**
 * The upload is now the record's evidence.
 *
 * @param evidence the current evidence; the one that was there already if the same file was uploaded again
 * @param replaced what was there before and no longer is
 */
public record Attached(Evidence evidence, Optional<Evidence> replaced) implements Attachment {
}
