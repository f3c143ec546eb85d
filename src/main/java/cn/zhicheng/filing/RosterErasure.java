package cn.zhicheng.filing;

import java.time.Instant;

import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.ErasureInChunks;
import cn.zhicheng.security.RetentionSettings;

/** People on rosters who never opened an account, or whose account was erased: nobody waits for them any more. */
@Component
@Order(RecordErasure.ORDER + 1)
class RosterErasure implements Erasure {

	private static final Limit CHUNK = Limit.of(500);

	private final RosterEntries roster;
	private final RetentionSettings settings;
	private final ErasureInChunks chunks;

	RosterErasure(RosterEntries roster, RetentionSettings settings, ErasureInChunks chunks) {
		this.roster = roster;
		this.settings = settings;
		this.chunks = chunks;
	}

	@Override
	public String name() {
		return "people on rosters without an account";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.rosters());
		return chunks.erase("rosters", before, last -> roster.withoutAccount(before, now, last, CHUNK),
				ids -> roster.removeWithoutAccount(ids, before));
	}
}
