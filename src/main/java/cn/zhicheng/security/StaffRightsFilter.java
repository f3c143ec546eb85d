package cn.zhicheng.security;

import java.io.IOException;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * While a request of a member of staff is answered, the engine acts with that account's rights and no others.
 */
class StaffRightsFilter extends OncePerRequestFilter {

	private final StaffDirectory directory;

	StaffRightsFilter(StaffDirectory directory) {
		this.directory = directory;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!(SecurityContextHolder.getContext().getAuthentication() instanceof StaffAuthentication authentication)) {
			chain.doFilter(request, response);
			return;
		}
		directory.actAs(authentication.getPrincipal());
		try {
			chain.doFilter(request, response);
		} finally {
			directory.release();
		}
	}
}
