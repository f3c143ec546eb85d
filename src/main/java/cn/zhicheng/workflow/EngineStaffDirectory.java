package cn.zhicheng.workflow;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.digest.DatabasePrefixHandler;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

import cn.zhicheng.security.FirstPassword;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffDirectory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Staff accounts in the engine's identity tables, where Camunda Admin manages them, and the session of its web apps.
 */
@Component
class EngineStaffDirectory implements StaffDirectory {

	/** Under this name the web apps keep who is signed on. */
	private static final String SESSION_ATTRIBUTE = "authenticatedUser";
	/** Path of the web apps. */
	private static final String WEB_APPS = "/camunda";
	private static final DatabasePrefixHandler PREFIXES = new DatabasePrefixHandler();

	private final ProcessEngine engine;
	private final IdentityService identities;
	private final ActingAccount acting;
	private final StaffPasswords passwords;
	/** Of a password that nobody has. */
	private final String someHash;

	EngineStaffDirectory(@Lazy ProcessEngine engine, @Lazy IdentityService identities, ActingAccount acting, PasswordEncoder encoder) {
		this.engine = engine;
		this.identities = identities;
		this.acting = acting;
		this.passwords = new StaffPasswords(encoder);
		this.someHash = passwords.encrypt(FirstPassword.random());
	}

	@Override
	public Optional<Staff> authenticate(String userId, String password) {
		return acting.asNobody(() -> {
			var user = user(userId);
			return fits(user.orElse(null), password) ? Optional.of(staff(userId)) : Optional.empty();
		});
	}

	/**
	 * The engine's own check is not asked: it writes each failure to the account's row. Those who try passwords would hold up one
	 * another there, which tells that there is such an account, and make a password that is being set meanwhile fail.
	 *
	 * @param user null if there is none: then it takes as long as with one
	 */
	private boolean fits(UserEntity user, String password) {
		var hash = user == null ? null : user.getPassword();
		boolean costly = hash != null && passwords.hashAlgorithmName().equals(PREFIXES.retrieveAlgorithmName(hash));
		if (!costly) {
			passwords.check(password, someHash);
		}
		var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
		return hash != null && configuration.getPasswordManager().check(EncryptionUtil.saltPassword(password, user.getSalt()), hash);
	}

	@Override
	public Optional<Staff> find(String userId) {
		return acting.asNobody(() -> user(userId).map(user -> staff(user.getId())));
	}

	@Override
	public Optional<String> passwordStamp(String userId) {
		return acting.asNobody(() -> user(userId)
				// The hash has a salt of its own: not even the same password gives the same stamp again.
				.map(user -> new DigestUtils(MessageDigestAlgorithms.SHA_256).digestAsHex(String.valueOf(user.getPassword()))));
	}

	private Optional<UserEntity> user(String userId) {
		return Optional.ofNullable((UserEntity) identities.createUserQuery().userId(userId).singleResult());
	}

	@Override
	public void giveToken(String token, HttpServletRequest request, HttpServletResponse response) {
		// Its scripts read it: not for the server only.
		response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(CsrfConstants.CSRF_TOKEN_DEFAULT_COOKIE_NAME, token)
				.path(request.getContextPath() + WEB_APPS).secure(request.isSecure()).sameSite("Lax").build().toString());
	}

	@Override
	public boolean openWebApps(Staff staff, String token, HttpServletRequest request) {
		var authentications = new Authentications();
		authentications.addOrReplace(new OfThisRequest(staff));
		var session = request.getSession();
		session.setAttribute(SESSION_ATTRIBUTE, authentications);
		session.setAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME, token);
		var given = WebUtils.getCookie(request, CsrfConstants.CSRF_TOKEN_DEFAULT_COOKIE_NAME);
		return given != null && given.getValue().equals(token);
	}

	@Override
	public String tokenOf(HttpServletRequest request) {
		return request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
	}

	/** Who is signed on, as the web apps want to know it: which of them the account may open is asked only where it matters. */
	private final class OfThisRequest extends UserAuthentication {

		private OfThisRequest(Staff staff) {
			super(staff.userId(), engine.getName());
			setGroupIds(List.copyOf(staff.groups()));
			setTenantIds(List.of());
			// It is of this moment: the web apps need not read it again.
			setCacheValidationTime(new Date(Long.MAX_VALUE));
		}

		@Override
		public boolean isAuthorizedForApp(String app) {
			return getAuthorizedApps().contains(app);
		}

		@Override
		public Set<String> getAuthorizedApps() {
			if (authorizedApps == null) {
				authorizedApps = acting.asNobody(() -> AuthenticationUtil.createAuthentication(engine, getName(), groupIds, tenantIds)
						.getAuthorizedApps());
			}
			return authorizedApps;
		}
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
		var groups = acting.asNobody(() -> identities.createGroupQuery().groupMember(userId).list().stream().map(Group::getId)
				.collect(Collectors.toUnmodifiableSet()));
		return new Staff(userId, groups);
	}
}
