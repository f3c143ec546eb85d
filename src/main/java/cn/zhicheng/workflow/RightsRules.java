package cn.zhicheng.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

import cn.zhicheng.organisation.Administration;
import cn.zhicheng.organisation.AdministratorChange;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.SecondAdministrator;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;

/**
 * What nobody does with accounts, groups and rights, whatever the engine would let its administrators do. Who gives rights in
 * the whole installation reviews nowhere, and each organisation answers itself for its staff: so the administrators of the
 * installation reach the administrators of topmost organisations, above whom there is nobody else, and no one beyond them.
 *
 * <p>The engine acts for somebody when a request comes through its own interfaces; our services have checked the rights of
 * who asks and act for nobody ({@link ActingAccount}). What is refused is audited and stays so.
 */
@Component
class RightsRules {

	/** What the administrators of the installation have rights to; records and what becomes of them are none of it. */
	static final Set<Integer> OF_ADMINISTRATORS = Stream.<Resource>of(Resources.APPLICATION, Resources.USER, Resources.GROUP,
			Resources.GROUP_MEMBERSHIP, Resources.AUTHORIZATION, Resources.FILTER, Resources.TENANT, Resources.TENANT_MEMBERSHIP)
			.map(Resource::resourceType).collect(Collectors.toUnmodifiableSet());

	/** Whoever changes these gives rights in the whole installation. */
	private static final Set<Integer> GIVING_RIGHTS = Stream.<Resource>of(Resources.USER, Resources.GROUP, Resources.GROUP_MEMBERSHIP,
			Resources.AUTHORIZATION, Resources.TENANT, Resources.TENANT_MEMBERSHIP).map(Resource::resourceType)
			.collect(Collectors.toUnmodifiableSet());

	private static final Logger LOG = LoggerFactory.getLogger(RightsRules.class);
	/** One address, and nothing beside it that a mail server would take for a header or a second one. */
	private static final Pattern ADDRESS = Pattern.compile("[^\\s@,;:<>\"()\\[\\]\\p{Cntrl}]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");
	/** As our own pages take them. */
	private static final Pattern NAME = Pattern.compile("(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*");
	private static final int LONGEST_ADDRESS = 254;
	private static final String ADMINISTRATORS = StaffRole.ADMINISTRATOR.group();

	private final ActingAccount acting;
	private final ObjectProvider<OrganisationDirectory> organisations;
	private final ObjectProvider<SecondAdministrator> second;
	private final AuditTrail audit;
	private final MessageSource messages;

	/** The tree is asked for when there is something to look up: the engine is made before. */
	RightsRules(ActingAccount acting, ObjectProvider<OrganisationDirectory> organisations, ObjectProvider<SecondAdministrator> second, AuditTrail audit,
			MessageSource messages) {
		this.acting = acting;
		this.organisations = organisations;
		this.second = second;
		this.audit = audit;
		this.messages = messages;
	}

	/** @return whether the group is one of an organisation: all are but those of roles */
	static boolean isOfOrganisation(String group) {
		return StaffRole.of(group).isEmpty();
	}

	/** Somebody joins a group. */
	void requireJoinable(String userId, String group) {
		requireChangeable(userId, group);
		var groups = groupsOf(userId);
		if (isOfOrganisation(group) && groups.contains(ADMINISTRATORS)) {
			throw refused("rights.administratorJoins", "account:" + userId, Map.of("group", group));
		}
		if (group.equals(ADMINISTRATORS) && groups.stream().anyMatch(RightsRules::isOfOrganisation)) {
			throw refused("rights.memberAdministers", "account:" + userId, Map.of("group", group));
		}
		if (groups.stream().anyMatch(other -> !StaffRole.mayHaveBoth(other, group)) 
				|| asker().isPresent() && StaffRole.keepsInstallation(group) && !second.getObject().mayHave(userId, group)) {
			throw refused("rights.apart", "account:" + userId, Map.of("group", group));
		}
		requireSecond(userId, AdministratorChange.JOIN, group);
	}

	/** Somebody leaves a group. */
	void requireLeavable(String userId, String group) {
		requireChangeable(userId, group);
		requireSecond(userId, AdministratorChange.LEAVE, group);
	}

	/** Who keeps the installation or administers a topmost organisation two persons say, where there are two ({@link SecondAdministrator}). */
	private void requireSecond(String userId, AdministratorChange kind, String group) {
		var asker = asker();
		if (asker.isEmpty() || !isSaidByTwo(group)) {
			return;
		}
		if (second.getObject().isAskedOf(asker.get())) {
			throw refused("rights.second", "account:" + userId, Map.of("group", group));
		}
		second.getObject().alone(asker.get(), kind, userId, Administration.ofGroup(group).orElseThrow());
	}

	/** The same of a change that concerns all groups of an account. */
	private void requireSecond(String userId, AdministratorChange kind) {
		groupsOf(userId).stream().filter(this::isSaidByTwo).sorted().findFirst()
				.ifPresent(group -> requireSecond(userId, kind, group));
	}

	private boolean isSaidByTwo(String group) {
		return StaffRole.keepsInstallation(group) || isOfTopmostAdministrators(group);
	}

	private void requireChangeable(String userId, String group) {
		var asker = asker();
		if (asker.isEmpty()) {
			return;
		}
		if (asker.get().equals(userId)) {
			throw refused("rights.ownGroups", "account:" + userId, Map.of("group", group));
		}
		if (isOfOrganisation(group) && !isOfTopmostAdministrators(group)) {
			throw refused("rights.organisationGroup", "account:" + userId, Map.of("group", group));
		}
	}

	/**
	 * An account is changed.
	 *
	 * @param password whether it gets another password
	 */
	void requireAccountChangeable(String userId, boolean password) {
		var asker = asker();
		if (asker.isPresent() && !asker.get().equals(userId) && isAnswerable(userId)) {
			throw refused(password ? "rights.password" : "rights.account", "account:" + userId, Map.of());
		}
		if (asker.isPresent() && !asker.get().equals(userId)) {
			if (password) {
				requireSecond(userId, AdministratorChange.RESET);
				audit.record(AuditKind.CREDENTIALS_CHANGED, asker.get(), null, userId, Map.of("what", "password set"));
			} else if (groupsOf(userId).stream().anyMatch(StaffRole::keepsInstallation)) {
				// Messages about what is done to an administrator go to the address in the account.
				throw refused("rights.administratorProfile", "account:" + userId, Map.of());
			}
		}
	}

	/** An account is removed. */
	void requireAccountRemovable(String userId) {
		var asker = asker();
		if (asker.isEmpty()) {
			return;
		}
		if (asker.get().equals(userId)) {
			throw refused("rights.removesSelf", "account:" + userId, Map.of());
		}
		if (isAnswerable(userId)) {
			throw refused("rights.removal", "account:" + userId, Map.of());
		}
		requireSecond(userId, AdministratorChange.LEAVE);
	}

	/** A group is made, changed or removed: the application makes those of organisations and roles, and there are no others. */
	void requireGroupChangeable(String group) {
		if (asker().isPresent()) {
			throw refused("rights.group", "group:" + group, Map.of());
		}
	}

	/** A right is given, or one that was given is changed. What the engine adds by itself to something new is none. */
	void requireGrantable(AuthorizationEntity right) {
		var asker = asker();
		if (asker.isEmpty() || !Context.getCommandContext().isAuthorizationCheckEnabled()) {
			return;
		}
		boolean toAll = right.getAuthorizationType() == Authorization.AUTH_TYPE_GLOBAL || Authorization.ANY.equals(right.getUserId());
		var holder = right.getUserId() != null ? "account:" + right.getUserId() : "group:" + right.getGroupId();
		var details = Map.of("resource", Integer.toString(right.getResourceType()), "id", String.valueOf(right.getResourceId()));
		if (GIVING_RIGHTS.contains(right.getResourceType()) && isMoreThanRead(right) && !ADMINISTRATORS.equals(right.getGroupId())) {
			throw refused("rights.givingRights", holder, details);
		}
		// What everybody may the one who asks may, too.
		if (toAll || asker.get().equals(right.getUserId()) || right.getGroupId() != null && groupsOf(asker.get()).contains(right.getGroupId())) {
			throw refused("rights.toOneself", holder, details);
		}
		boolean toAdministrator = ADMINISTRATORS.equals(right.getGroupId())
				|| right.getUserId() != null && groupsOf(right.getUserId()).contains(ADMINISTRATORS);
		if (toAdministrator && !OF_ADMINISTRATORS.contains(right.getResourceType())) {
			throw refused("rights.toAdministrators", holder, details);
		}
	}

	private static boolean isMoreThanRead(AuthorizationEntity right) {
		return (right.getPermissions() & ~Permissions.READ.getValue()) != 0;
	}

	/** @return whether an organisation answers for the account: it has groups of one, and not only of such as have nobody above them */
	private boolean isAnswerable(String userId) {
		var groups = groupsOf(userId).stream().filter(RightsRules::isOfOrganisation).toList();
		return !groups.isEmpty()
				&& !(groups.stream().anyMatch(this::isOfTopmostAdministrators) && groups.stream().allMatch(group -> isTopmost(StaffGroups.organisationOf(group))));
	}

	private boolean isOfTopmostAdministrators(String group) {
		return StaffGroups.isAdministrators(group) && isTopmost(StaffGroups.organisationOf(group));
	}

	/**
	 * An account can do without an address; one that is given must be one, or reminders are lost without a word.
	 *
	 * @param address null or empty: none
	 */
	void requireMailAddress(String address) {
		if (address != null && !isMailAddress(address)) {
			throw new UserRefusal(messages.getMessage("rights.mailAddress", null, UserTexts.LOCALE));
		}
	}

	/** @return whether it is one, or none at all */
	static boolean isMailAddress(String address) {
		return address.isBlank() || address.length() <= LONGEST_ADDRESS && ADDRESS.matcher(address.strip()).matches();
	}

	/** An account is made: under some names the audit trail knows somebody else, and would tell wrongly what it does. */
	void requireAccountName(String userId) {
		if (StaffAccounts.RESERVED.contains(userId) || asker().isPresent() && !NAME.matcher(userId).matches()) {
			throw new UserRefusal(messages.getMessage("rights.accountName", null, UserTexts.LOCALE));
		}
	}

	private boolean isTopmost(String organisation) {
		return organisations.getObject().find(organisation).map(Organisation::superior).filter(Optional::isEmpty).isPresent();
	}

	private static List<String> groupsOf(String userId) {
		var command = Context.getCommandContext();
		return command.runWithoutAuthorization(() -> command.getReadOnlyIdentityProvider().createGroupQuery(command).groupMember(userId).list().stream()
				.map(Group::getId).toList());
	}

	private static Optional<String> asker() {
		return Optional.ofNullable(Context.getCommandContext().getAuthenticatedUserId());
	}

	private AuthorizationException refused(String rule, String subject, Map<String, String> details) {
		var actor = asker().or(acting::asking).orElse(AuditTrail.SYSTEM);
		var all = new TreeMap<>(details);
		all.put("rule", rule);
		audit.recordApart(AuditKind.RIGHTS_REFUSED, actor, null, subject, all);
		LOG.warn("Refused to {}: {} of {}", actor, rule, subject);
		return new AuthorizationException(messages.getMessage(rule, null, UserTexts.LOCALE));
	}
}
