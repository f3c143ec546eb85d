package cn.zhicheng.security;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Bounds what somebody who has not signed in can send, before anything of it is read. A body that comes in drops holds a thread for
 * as long as its sender likes: only so many threads, and few for one address, are lent to strangers, so that there are always some
 * for staff, for individuals who have signed in and for the question whether the service is alive. And what is neither a form nor a
 * file is small.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class StrangersBodies {

	/** Of Tomcat's threads, those that strangers' bodies may hold: one in so many. */
	private static final int SHARE = 2;
	private static final int OF_ONE_ADDRESS = 8;
	/** Largest body of a stranger that is neither a form nor a file, in bytes: our questions are much smaller. */
	private static final int LARGEST = 64 * 1024;
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> threadsAreKept(ObjectProvider<WebSessions> sessions, Callers callers, ServerProperties server) {
		var atOnce = Math.max(OF_ONE_ADDRESS, server.getTomcat().getThreads().getMax() / SHARE);
		return factory -> factory.addContextValves(new Bounds(sessions, callers, atOnce));
	}

	@Bean
	FilterRegistrationBean<?> smallBodies(WebSessions sessions) {
		var registration = new FilterRegistrationBean<>(new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				boolean bounded = hasBody(request) && !isFormOrFile(request) && !isKnown(sessions, request);
				chain.doFilter(bounded ? new Bounded(request) : request, response);
			}
		});
		registration.addUrlPatterns("/*");
		// Behind what replaces the container's sessions, before security.
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
		return registration;
	}

	/** GET may have one too, if it says so. */
	private static boolean hasBody(HttpServletRequest request) {
		return !Reading.is(request) || request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
	}

	/** Their sizes are bounded where they are parsed. */
	private static boolean isFormOrFile(HttpServletRequest request) {
		var type = request.getContentType();
		return type != null && (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data"));
	}

	/** Whoever sends account and password with the request is looked at before anything else of it is read. */
	private static boolean isKnown(WebSessions sessions, HttpServletRequest request) {
		try {
			return request.getHeader(HttpHeaders.AUTHORIZATION) != null || sessions.of(request, WebSession.Kind.STAFF).isPresent()
					|| sessions.of(request, WebSession.Kind.APPLICANT).isPresent();
		} catch (SessionsUnavailableException away) {
			return false;
		}
	}

	/**
	 * Part of the container: only there the rest of a body that is refused need not be read to its end.
	 */
	static final class Bounds extends ValveBase {

		private final ObjectProvider<WebSessions> sessions;
		private final Callers callers;
		private final Semaphore all;
		private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

		Bounds(ObjectProvider<WebSessions> sessions, Callers callers, int atOnce) {
			super(true);
			this.sessions = sessions;
			this.callers = callers;
			this.all = new Semaphore(atOnce);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			if (!hasBody(request) || hasSession(request)) {
				getNext().invoke(request, response);
				return;
			}
			if (!isFormOrFile(request) && request.getContentLengthLong() > LARGEST && request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
				refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
				return;
			}
			var caller = callers.of(request);
			// Behind a proxy that is not believed all have one address.
			var address = caller.ownAddress() ? AddressBlock.of(caller.address()) : null;
			if (!all.tryAcquire()) {
				refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
				return;
			}
			try {
				if (address != null && byAddress.merge(address, 1, Integer::sum) > OF_ONE_ADDRESS) {
					refuse(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
				} else {
					getNext().invoke(request, response);
				}
			} finally {
				all.release();
				if (address != null) {
					byAddress.computeIfPresent(address, (key, count) -> count > 1 ? count - 1 : null);
				}
			}
		}

		/** With account and password it is not known yet whose the request is, and its body can be as slow. */
		private boolean hasSession(Request request) {
			return request.getHeader(HttpHeaders.AUTHORIZATION) == null && isKnown(sessions.getObject(), request);
		}

		private static void refuse(Request request, Response response, int status) throws IOException {
			response.setHeader(HttpHeaders.RETRY_AFTER, "5");
			// Otherwise the container would read what is left, however long that takes.
			request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			response.sendError(status);
		}
	}

	/** A body that says nothing of its size, or not the truth. */
	private static final class Bounded extends HttpServletRequestWrapper {

		private Bounded(HttpServletRequest request) {
			super(request);
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			var body = super.getInputStream();
			return new ServletInputStream() {

				private int left = LARGEST;

				@Override
				public int read() throws IOException {
					int one = body.read();
					if (one >= 0 && --left < 0) {
						throw new IOException("The body is larger than what is taken of somebody who has not signed in");
					}
					return one;
				}

				@Override
				public int read(byte[] into, int offset, int length) throws IOException {
					int read = body.read(into, offset, Math.min(length, left + 1));
					if (read > 0 && (left -= read) < 0) {
						throw new IOException("The body is larger than what is taken of somebody who has not signed in");
					}
					return read;
				}

				@Override
				public boolean isFinished() {
					return body.isFinished();
				}

				@Override
				public boolean isReady() {
					return body.isReady();
				}

				@Override
				public void setReadListener(ReadListener listener) {
					body.setReadListener(listener);
				}
			};
		}
	}
}
