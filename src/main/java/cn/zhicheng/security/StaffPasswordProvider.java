package cn.zhicheng.security;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * HTTP basic for programs, checked against the staff accounts.
 */
class StaffPasswordProvider implements AuthenticationProvider {

	private final StaffDirectory directory;

	StaffPasswordProvider(StaffDirectory directory) {
		this.directory = directory;
	}

	@Override
	public Authentication authenticate(Authentication request) {
		return directory.authenticate(request.getName(), String.valueOf(request.getCredentials())).map(StaffAuthentication::new)
				.orElseThrow(() -> new BadCredentialsException("Account or password wrong"));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
	}
}
