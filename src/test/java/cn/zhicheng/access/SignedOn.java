package cn.zhicheng.access;

import java.io.IOException;
import java.util.OptionalLong;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.filter.OncePerRequestFilter;

import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.PortalSession;
import cn.zhicheng.security.StaffDirectory;
import cn.zhicheng.security.StaffSessions;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A way for the test to be signed on without the sign-in pages: how those are passed is not asked here.
 */
@TestConfiguration(proxyBeanMethods = false)
class SignedOn {

	static final String PATH = "/test-sign-on";
	/** The token against forged requests, the same for all. */
	static final String TOKEN = "5c1f0d3a-7f6e-4f0e-9a55-0b8f3f6f2f11";

	@Bean
	FilterRegistrationBean<?> testSignOn(PortalSession portal, StaffSessions sessions, StaffDirectory directory, JdbcClient database) {
		var registration = new FilterRegistrationBean<>(new OncePerRequestFilter() {

			@Override
			protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
					throws ServletException, IOException {
				var staff = request.getParameter("staff");
				if (staff == null) {
					portal.signIn(person(Long.parseLong(request.getParameter("person")), database), request, response);
				} else {
					sessions.begin(directory.find(staff).orElseThrow(), directory.passwordStamp(staff).orElseThrow(), false, OptionalLong.empty(), request, response);
				}
				database.sql("update sign_on_session set csrf_token = ?").param(TOKEN).update();
			}
		});
		registration.addUrlPatterns(PATH);
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
		return registration;
	}

	/** As after a sign-in with the password that is the account's at present. */
	private static ApplicantPrincipal person(long id, JdbcClient database) {
		var credentials = database.sql("select credentials from applicant where id = ?").param(id).query(Integer.class).single();
		return new ApplicantPrincipal(id, "某人", credentials, null);
	}
}
