package cn.zhicheng;

import java.sql.SQLException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in a sentence that another instance already works on the H2 file.
 */
class DatabaseInUseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	/** H2: DATABASE_ALREADY_OPEN_1. */
	private static final int DATABASE_ALREADY_OPEN = 90020;

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		if (cause.getErrorCode() != DATABASE_ALREADY_OPEN) {
			return null;
		}
		return new FailureAnalysis("数据库文件正被另一个正在运行的实例使用，一个 H2 文件同时只能由一个实例打开。"
				+ " (The H2 database file is in use by another running instance.)",
				"请先停止那个实例；需要多个实例时请使用 PostgreSQL（profile postgres）。"
						+ " (Stop the other instance, or use PostgreSQL with profile postgres for more than one.)", cause);
	}
}
