package cn.zhicheng.workflow;

import java.io.IOException;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import cn.zhicheng.security.StaffAuthentication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Keeps everything away from the engine's interfaces that {@link EngineEndpoints} does not open to the caller. Addresses are
 * compared as they were sent: one that is written in another way than ours is not open.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class EngineGate {

	private static final Logger LOG = LoggerFactory.getLogger(EngineGate.class);

	private static final String REST = "/engine-rest";
	private static final String WEB_APPS = "/camunda/api";

	/** Behind Spring Security, which has refused malformed addresses and knows whose the request is. */
	@Bean
	FilterRegistrationBean<?> engineEndpoints() {
		var registration = new FilterRegistrationBean<>(new Gate());
		registration.addUrlPatterns(REST, REST + "/*", WEB_APPS, WEB_APPS + "/*");
		registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
		return registration;
	}

	private static final class Gate extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			var path = request.getRequestURI().substring(request.getContextPath().length());
			var callers = callers();
			var open = path.startsWith(WEB_APPS + "/")
					? EngineEndpoints.isOpenInWebApps(callers, request.getMethod(), path.substring(WEB_APPS.length() + 1))
					: path.startsWith(REST + "/")
							&& EngineEndpoints.isOpenOverRest(callers, request.getMethod(), path.substring(REST.length() + 1))
							&& (mayChange() || EngineEndpoints.isReading(request.getMethod(), path.substring(REST.length() + 1)));
			if (open) {
				chain.doFilter(request, response);
			} else {
				LOG.debug("Closed to {}: {} {}", callers, request.getMethod(), path);
				refuse(response, isSignedOn() ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_UNAUTHORIZED);
			}
		}

		private static Set<EngineEndpoints.Caller> callers() {
			return SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication
					? EngineEndpoints.Caller.of(authentication.getPrincipal()) : Set.of();
		}

		/** A token for reading changes nothing. */
		private static boolean mayChange() {
			return !(SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication)
					|| authentication.token().filter(purpose -> !purpose.changes()).isEmpty();
		}

		private static boolean isSignedOn() {
			return SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication;
		}

		/** In the form of the engine's own answers, which its clients show. */
		private static void refuse(HttpServletResponse response, int status) throws IOException {
			response.setStatus(status);
			response.setContentType(MediaType.APPLICATION_JSON_VALUE);
			response.setCharacterEncoding("UTF-8");
			response.getWriter().write("{\"type\":\"AuthorizationException\",\"message\":\"此接口未开放 (closed)\"}");
		}
	}
}
