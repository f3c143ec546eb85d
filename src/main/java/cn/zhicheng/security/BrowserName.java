package cn.zhicheng.security;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a browser says it is, in words that its owner knows. */
public final class BrowserName {

	/** By what stands in the header; the more special first, for most say that they are Chrome and Safari, too. */
	private static final Map<String, String> BROWSERS = new LinkedHashMap<>();
	private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

	static {
		BROWSERS.put("MicroMessenger", "微信");
		BROWSERS.put("DingTalk", "钉钉");
		BROWSERS.put("QQBrowser", "QQ 浏览器");
		BROWSERS.put("Edg", "Edge");
		BROWSERS.put("Firefox", "Firefox");
		BROWSERS.put("Chrome", "Chrome");
		BROWSERS.put("Safari", "Safari");
		SYSTEMS.put("HarmonyOS", "鸿蒙");
		SYSTEMS.put("Android", "安卓");
		SYSTEMS.put("iPhone", "iPhone");
		SYSTEMS.put("iPad", "iPad");
		SYSTEMS.put("Windows", "Windows");
		SYSTEMS.put("Mac OS", "Mac");
		SYSTEMS.put("Linux", "Linux");
	}

	private BrowserName() {
	}

	/**
	 * @param userAgent the header; may be empty
	 * @return for instance {@code Chrome（Windows）}; what is none of the known, as it says itself, shortened
	 */
	public static String of(String userAgent) {
		var browser = find(BROWSERS, userAgent);
		var system = find(SYSTEMS, userAgent);
		if (browser == null) {
			return userAgent.isBlank() ? "未知程序" : userAgent.substring(0, Math.min(userAgent.length(), 60));
		}
		return system == null ? browser : browser + "（" + system + "）";
	}

	private static String find(Map<String, String> words, String userAgent) {
		return words.entrySet().stream().filter(word -> userAgent.contains(word.getKey())).map(Map.Entry::getValue).findFirst().orElse(null);
	}
}
