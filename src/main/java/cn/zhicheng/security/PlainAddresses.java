package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * An address with two slashes in a row is none of ours. Security would say so too, but what Spring does before it takes the address
 * apart and fails, with a trace, where a servlet has a path of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class PlainAddresses {

	@Bean
	FilterRegistrationBean<?> plainAddressesOnly() {
		var registration = new FilterRegistrationBean<>(new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				if (request.getRequestURI().contains("//")) {
					response.sendError(HttpServletResponse.SC_BAD_REQUEST);
				} else {
					chain.doFilter(request, response);
				}
			}
		});
		registration.addUrlPatterns("/*");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		return registration;
	}
}
