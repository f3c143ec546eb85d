package cn.zhicheng.security;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.springframework.stereotype.Component;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The keyed hashes (HMAC-SHA-256) that hold the audit trail together. Their key comes from where the keys of personal data
 * come from, outside the database: who holds only the database can check nothing and forge nothing.
 */
@Component
class AuditSeals {

	static final String PURPOSE = "audit-trail";

	private final PersonalDataKeys keys;

	AuditSeals(PersonalDataKeys keys) {
		this.keys = keys;
	}

	/** @return the seal of an entry's own content; whatever stands in its seal, place and link does not count */
	String ofEntry(AuditEntry entry) {
		return of("entry", entry.id(), entry.at().getEpochSecond(), (long) entry.at().getNano(), entry.kind(), entry.actor(),
				entry.organisation(), entry.subject(), entry.details());
	}

	/** @return the link of an entry at a place after the one whose link is given */
	String ofLink(long place, String linkBefore, AuditEntry entry) {
		return of("link", place, linkBefore, entry.id(), entry.seal());
	}

	/** @return the seal of beginning and end of the chain */
	String ofChain(AuditChain chain) {
		return of("chain", chain.erased(), chain.erasedLink(), chain.last(), chain.lastLink());
	}

	/** @return the seal of an anchor */
	String ofAnchor(AuditAnchor anchor) {
		return of("anchor", anchor.at().getEpochSecond(), anchor.last(), anchor.lastLink());
	}

	static boolean same(String one, String other) {
		return one != null && other != null && MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
	}

	/** Every part with its length before it: no two different contents are written alike. */
	private String of(String what, Object... parts) {
		var bytes = new ByteArrayOutputStream();
		try (var out = new DataOutputStream(bytes)) {
			write(out, what);
			for (var part : parts) {
				if (part instanceof Long number) {
					out.writeLong(number);
				} else {
					write(out, (String) part);
				}
			}
		} catch (IOException impossible) {
			throw new UncheckedIOException(impossible);
		}
		return HexFormat.of().formatHex(Hkdf.hmac(keys.hashKey(PURPOSE)).doFinal(bytes.toByteArray()));
	}

	private static void write(DataOutputStream out, String text) throws IOException {
		if (text == null) {
			out.writeInt(-1);
			return;
		}
		var bytes = text.getBytes(UTF_8);
		out.writeInt(bytes.length);
		out.write(bytes);
	}
}
