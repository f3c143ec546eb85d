package cn.zhicheng.evidence;

import java.time.Instant;

/**
 * Content that was inspected and lies complete on disk, encrypted, but belongs to no record yet. It is to be attached soon, see
 * {@link EvidenceArchive#attach(long, Received, boolean)}; if it is not, it is swept.
 *
 * @param kind what it was inspected as
 * @param sha256 of the bytes in clear, 64 lower-case hexadecimal digits
 * @param size of them
 * @param contentType {@code image/jpeg} or {@code application/pdf}
 * @param pages at least 1; 1 for a photo
 * @param receivedAt when it was stored
 */
public record Received(EvidenceKind kind, String sha256, long size, String contentType, int pages, Instant receivedAt)
		implements Receipt {
}
