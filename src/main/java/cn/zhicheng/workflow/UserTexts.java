package cn.zhicheng.workflow;

import java.util.Locale;

/**
 * The language of texts that the engine stores or answers with, where no request tells one.
 */
final class UserTexts {

	static final Locale LOCALE = Locale.SIMPLIFIED_CHINESE;

	private UserTexts() {
	}
}
