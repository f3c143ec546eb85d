package cn.zhicheng.workflow;

import java.time.Clock;

import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.joda.time.DateTimeUtils;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.KnownPasswords;

/**
 * What has to be set on the engine beyond {@code application.yaml}: its clock follows the application's, passwords are kept as
 * safely as those of individuals, and what is plain in a decision table is read once.
 */
@Component
class EngineSettings extends AbstractCamundaConfiguration {

	private final Clock clock;
	private final PasswordEncoder passwords;
	private final KnownPasswords known;

	EngineSettings(Clock clock, PasswordEncoder passwords, KnownPasswords known) {
		this.clock = clock;
		this.passwords = passwords;
		this.known = known;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		// The engine asks Joda for the time; there is one clock for both, whatever it shows.
		DateTimeUtils.setCurrentMillisProvider(clock::millis);
		var decisions = new DefaultDmnEngineConfiguration();
		decisions.setFeelEngineFactory(() -> new RememberedCells(TableForm.FEEL));
		configuration.setDmnEngineConfiguration(decisions);
		configuration.setPasswordEncryptor(new StaffPasswords(passwords));
		configuration.setEnablePasswordPolicy(true);
		configuration.setPasswordPolicy(new StaffPasswordPolicy(known));
		// Attempts are counted by our own sign-on, by account and by address; the engine's count would let a stranger lock an
		// account for good.
		configuration.setLoginMaxAttempts(Integer.MAX_VALUE);
		configuration.setLoginDelayBase(0);
	}
}
