package cn.zhicheng.security;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A member of staff as Spring Security sees one: principal {@link Staff}, authority {@value #AUTHORITY}.
 */
public final class StaffAuthentication extends AbstractAuthenticationToken {

	public static final String AUTHORITY = "ROLE_STAFF";

	private final Staff staff;

	public StaffAuthentication(Staff staff) {
		super(AuthorityUtils.createAuthorityList(AUTHORITY));
		this.staff = staff;
		setAuthenticated(true);
	}

	@Override
	public Object getCredentials() {
		return "";
	}

	@Override
	public Staff getPrincipal() {
		return staff;
	}

	@Override
	public String getName() {
		return staff.userId();
	}
}
