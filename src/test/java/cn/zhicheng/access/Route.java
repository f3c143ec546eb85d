package cn.zhicheng.access;

/**
 * One way to ask the application for something.
 *
 * @param method of HTTP
 * @param template address with its variables in braces
 * @param body type of what is sent, as the code declares it; null for none
 * @param form whether it is sent as the fields of a form
 */
record Route(String method, String template, Class<?> body, boolean form) {

	/** Over REST and in the web apps the engine has the same addresses. */
	private static final String WEB_APPS_ENGINE = "/camunda/api/engine/engine/{name}/";

	/** @return the address as the policy names it: {@code engine:task/{id}} wherever the engine answers */
	String name() {
		if (template.startsWith(WEB_APPS_ENGINE)) {
			return "engine:" + template.substring(WEB_APPS_ENGINE.length());
		}
		return template.startsWith("/engine-rest/") ? "engine:" + template.substring("/engine-rest/".length()) : template;
	}

	boolean hasVariables() {
		return template.replace("{name}", "").contains("{");
	}

	boolean isRest() {
		return template.startsWith("/engine-rest");
	}

	boolean isOfWebApps() {
		return template.startsWith("/camunda/");
	}

	@Override
	public String toString() {
		return method + " " + template;
	}
}
