package cn.zhicheng.security;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletRegistrationBean;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Files that browsers upload, on their way to who asked for them. A servlet container spools them in clear to the folder for
 * temporary files, or holds them all in memory, and does so before anyone has signed in. Here they are spooled encrypted,
 * with a key that exists only in the memory of this process: what is left after a crash can not be read by anybody.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SealedUploads {

	/** Before the filters of security, which look for a token among the fields of a form. */
	private static final int BEFORE_SECURITY = -110;

	@Bean
	@Order(BEFORE_SECURITY)
	Reading sealedUploadsFilter(MultipartProperties limits) {
		byte[] key = new byte[PersonalDataKeys.KEY_LENGTH];
		new SecureRandom().nextBytes(key);
		return new Reading(limits, new PersonalDataStreams(PersonalDataKeys.ofSingle(Base64.getEncoder().encodeToString(key))));
	}

	/** Otherwise the container would read files by itself whenever someone asks for a parameter. */
	@Bean
	static BeanPostProcessor noUploadsByTheContainer() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessBeforeInitialization(Object bean, String name) {
				if (bean instanceof DispatcherServletRegistrationBean registration) {
					registration.setMultipartConfig(null);
				}
				return bean;
			}
		};
	}

	/** Reads the parts of a request when they are first asked for, and deletes them when it ends. */
	static final class Reading extends OncePerRequestFilter implements Ordered {

		private final MultipartProperties limits;

		private final PersonalDataStreams streams;

		Reading(MultipartProperties limits, PersonalDataStreams streams) {
			this.limits = limits;
			this.streams = streams;
		}

		@Override
		public int getOrder() {
			return BEFORE_SECURITY;
		}

		/** The engine reads its requests with servlets of its own. */
		@Override
		protected boolean shouldNotFilter(HttpServletRequest request) {
			String type = request.getContentType();
			String path = request.getRequestURI().substring(request.getContextPath().length());
			return type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
					|| !type.contains("boundary") || path.startsWith("/engine-rest") || path.startsWith("/camunda");
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			try (SealedMultipartRequest sealed = new SealedMultipartRequest(request, limits, streams)) {
				chain.doFilter(sealed, response);
			}
		}
	}
}
