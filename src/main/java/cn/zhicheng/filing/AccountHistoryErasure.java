package cn.zhicheng.filing;

import java.time.Instant;

import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.Erasure;
import cn.zhicheng.security.ErasureInChunks;
import cn.zhicheng.security.RetentionSettings;

/** What happened to accounts long ago. */
@Component
class AccountHistoryErasure implements Erasure {

	private static final Limit CHUNK = Limit.of(500);

	private final AccountEvents history;
	private final RetentionSettings settings;
	private final ErasureInChunks chunks;

	AccountHistoryErasure(AccountEvents history, RetentionSettings settings, ErasureInChunks chunks) {
		this.history = history;
		this.settings = settings;
		this.chunks = chunks;
	}

	@Override
	public String name() {
		return "histories of accounts";
	}

	@Override
	public long erase(Instant now) {
		var before = now.minus(settings.accountHistory());
		return chunks.erase("account history", before, last -> history.olderThan(before, CHUNK), history::deleteByIdIn);
	}
}
