package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.camunda.bpm.engine.identity.PasswordPolicyRule;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.DefaultPasswordPolicyImpl;

import cn.zhicheng.security.KnownPasswords;

/**
 * The engine's rules for passwords, and none that everybody knows. Those that the application sets by itself are drawn at random
 * or, in a demonstration, meant to be known: the last rule holds for whoever chooses one.
 */
class StaffPasswordPolicy extends DefaultPasswordPolicyImpl {

	static final String KNOWN = "PASSWORD_POLICY_KNOWN";

	private final KnownPasswords known;

	StaffPasswordPolicy(KnownPasswords known) {
		this.known = known;
	}

	@Override
	public List<PasswordPolicyRule> getRules() {
		var all = new ArrayList<>(super.getRules());
		all.add(new NotKnown());
		return all;
	}

	private final class NotKnown implements PasswordPolicyRule {

		@Override
		public String getPlaceholder() {
			return KNOWN;
		}

		@Override
		public Map<String, String> getParameters() {
			return Map.of();
		}

		@Override
		public boolean execute(String password) {
			// Outside of a command somebody asks beforehand: the forms of the web apps say so before anything is saved.
			var command = Context.getCommandContext();
			return command != null && command.getAuthenticatedUserId() == null || !known.contains(password);
		}
	}
}
