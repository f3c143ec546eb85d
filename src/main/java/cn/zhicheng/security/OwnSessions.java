package cn.zhicheng.security;

import java.io.IOException;
import java.util.EnumSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * No request reaches the container's sessions: whatever was put there would be kept in memory for whoever asks, and be lost with
 * the instance. Who is signed in is in {@link WebSessions}; what a browser is to bring back, in {@link SealedText}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class OwnSessions {

	private static final Logger LOG = LoggerFactory.getLogger(OwnSessions.class);

	/** Before everything that could ask for a session. */
	@Bean
	FilterRegistrationBean<?> noSessionsOfTheContainer() {
		var registration = new FilterRegistrationBean<>(new WithoutContainersSession());
		registration.addUrlPatterns("/*");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR, DispatcherType.ASYNC));
		return registration;
	}

	/**
	 * Before Spring's own answers: a connection to the database that breaks off looks to them like a browser that has gone, to which
	 * nothing need be said, and whoever is still there would get an empty page that looks like a success.
	 */
	@Bean
	HandlerExceptionResolver databaseAway() {
		return new Away();
	}

	/** Its place is asked of itself: a note at the bean's method would not be seen. */
	private static final class Away implements HandlerExceptionResolver, Ordered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response, Object handler, Exception thrown) {
			if (!DatabaseAway.isCauseOf(thrown) || response.isCommitted()) {
				return null;
			}
			try {
				tellAway(response, thrown);
				return new ModelAndView();
			} catch (IOException gone) {
				return null;
			}
		}
	}

	private static void tellAway(HttpServletResponse response, Exception thrown) throws IOException {
		LOG.warn("The database is away: {}", NestedExceptionUtils.getMostSpecificCause(thrown).getMessage());
		response.reset();
		response.setHeader(HttpHeaders.RETRY_AFTER, "10");
		response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
	}

	private static final class WithoutContainersSession extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			try {
				chain.doFilter(new Request(request), response);
			} catch (ServletException | RuntimeException failed) {
				if (!DatabaseAway.isCauseOf(failed) || response.isCommitted()) {
					throw failed;
				}
				tellAway(response, failed);
			}
		}

		@Override
		protected boolean shouldNotFilterErrorDispatch() {
			return false;
		}

		@Override
		protected boolean shouldNotFilterAsyncDispatch() {
			return false;
		}
	}

	private static final class Request extends HttpServletRequestWrapper {

		private RequestSession session;

		private Request(HttpServletRequest request) {
			super(request);
		}

		@Override
		public HttpSession getSession(boolean create) {
			if (session == null && create) {
				session = new RequestSession(getServletContext());
			}
			return session;
		}

		@Override
		public HttpSession getSession() {
			return getSession(true);
		}

		@Override
		public String changeSessionId() {
			return getSession().getId();
		}

		@Override
		public String getRequestedSessionId() {
			return null;
		}

		@Override
		public boolean isRequestedSessionIdValid() {
			return false;
		}

		@Override
		public boolean isRequestedSessionIdFromCookie() {
			return false;
		}

		@Override
		public boolean isRequestedSessionIdFromURL() {
			return false;
		}
	}
}
