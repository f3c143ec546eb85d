package cn.zhicheng.security;

import java.util.Set;

import org.springframework.http.HttpMethod;

import jakarta.servlet.http.HttpServletRequest;

/** Which requests change nothing, by their method. */
final class Reading {

	private static final Set<String> METHODS = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(), HttpMethod.OPTIONS.name());

	private Reading() {
	}

	static boolean is(HttpServletRequest request) {
		return METHODS.contains(request.getMethod());
	}
}
