package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A token for reading changes nothing of ours. */
class ReadingTokenFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean refused = !Reading.is(request)
				&& SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication
				&& authentication.token().filter(purpose -> !purpose.changes()).isPresent();
		if (refused) {
			response.sendError(HttpServletResponse.SC_FORBIDDEN);
		} else {
			chain.doFilter(request, response);
		}
	}
}
