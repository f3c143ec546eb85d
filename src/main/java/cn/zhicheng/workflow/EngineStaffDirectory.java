package cn.zhicheng.workflow;

import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
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
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.FirstPassword;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import cn.zhicheng.security.StaffDirectory;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Staff accounts in the engine's identity tables, where Camunda Admin manages them, and the session of its web apps.
 */
@Component
class EngineStaffDirectory implements StaffDirectory {

	/** Under this name the web apps keep who is signed on. */
	private static final String SESSION_ATTRIBUTE = "authenticatedUser";
	/** The password with which the session was opened. */
	private static final String PASSWORD_STAMP = "staff.passwordStamp";
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
	public void signOn(Staff staff, HttpServletRequest request) {
		var session = request.getSession();
		request.changeSessionId();
		var authentications = new Authentications();
		authentications.addOrReplace(acting.asNobody(() -> AuthenticationUtil.createAuthentication(engine, staff.userId())));
		session.setAttribute(SESSION_ATTRIBUTE, authentications);
		session.setAttribute(PASSWORD_STAMP, passwordStamp(staff.userId()).orElse(null));
	}

	@Override
	public Optional<StaffAuthentication> signedOn(HttpServletRequest request) {
		var session = request.getSession(false);
		if (session == null || !(session.getAttribute(SESSION_ATTRIBUTE) instanceof Authentications authentications)) {
			return Optional.empty();
		}
		if (!(authentications.getAuthenticationForProcessEngine(engine.getName()) instanceof UserAuthentication known)) {
			return Optional.empty();
		}
		var staff = staff(known.getIdentityId());
		var stamp = passwordStamp(known.getIdentityId()).filter(now -> now.equals(session.getAttribute(PASSWORD_STAMP)));
		if (stamp.isEmpty() || staff.groups().isEmpty()) {
			// The account has another password by now, was removed, or has no rights any more: in the web apps neither.
			authentications.removeByEngineName(engine.getName());
			return Optional.empty();
		}
		if (!staff.groups().equals(Set.copyOf(known.getGroupIds()))) {
			authentications.addOrReplace(acting.asNobody(() -> AuthenticationUtil.createAuthentication(engine, staff.userId())));
		}
		return Optional.of(StaffAuthentication.ofSession(staff).withPasswordStamp(stamp.get()));
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
		var groups = acting.asNobody(() -> identities.createGroupQuery().groupMember(userId).list().stream().map(Group::getId)
				.collect(Collectors.toUnmodifiableSet()));
		return new Staff(userId, groups);
	}
}
