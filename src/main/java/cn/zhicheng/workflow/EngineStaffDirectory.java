package cn.zhicheng.workflow;

import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffDirectory;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Staff accounts in the engine's identity tables, where Camunda Admin manages them, and the session of its web apps.
 */
@Component
class EngineStaffDirectory implements StaffDirectory {

	/** Under this name the web apps keep who is signed on. */
	private static final String SESSION_ATTRIBUTE = "authenticatedUser";

	private final ProcessEngine engine;
	private final IdentityService identities;

	EngineStaffDirectory(@Lazy ProcessEngine engine, @Lazy IdentityService identities) {
		this.engine = engine;
		this.identities = identities;
	}

	@Override
	public Optional<Staff> authenticate(String userId, String password) {
		return identities.checkPassword(userId, password) ? Optional.of(staff(userId)) : Optional.empty();
	}

	@Override
	public Optional<Staff> signedOn(HttpServletRequest request) {
		var session = request.getSession(false);
		if (session == null || !(session.getAttribute(SESSION_ATTRIBUTE) instanceof Authentications authentications)) {
			return Optional.empty();
		}
		return Optional.ofNullable(authentications.getAuthenticationForProcessEngine(engine.getName()))
				.map(authentication -> staff(authentication.getIdentityId()))
				// An account that was deleted while signed on has no groups and therefore no rights.
				.filter(staff -> !staff.groups().isEmpty());
	}

	@Override
	public boolean hasValidToken(HttpServletRequest request) {
		var session = request.getSession(false);
		var sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
		return session != null && sent != null
				&& session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME) instanceof String expected
				&& MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void actAs(Staff staff) {
		identities.setAuthentication(staff.userId(), List.copyOf(staff.groups()));
	}

	@Override
	public void release() {
		identities.clearAuthentication();
	}

	private Staff staff(String userId) {
		var groups = identities.createGroupQuery().groupMember(userId).list().stream().map(Group::getId)
				.collect(Collectors.toUnmodifiableSet());
		return new Staff(userId, groups);
	}
}
