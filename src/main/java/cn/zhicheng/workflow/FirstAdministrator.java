package cn.zhicheng.workflow;

import javax.sql.DataSource;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.KnownPasswords;

/**
 * Outside of a demonstration the first administrator is not made with a password that everybody knows: whoever reaches the
 * sign-on before its owner would have the whole installation. The password of an account that is there already is not set again,
 * and does not matter.
 */
@Component
class FirstAdministrator extends AbstractCamundaConfiguration {

	private final DataSource dataSource;
	private final KnownPasswords known;
	private final boolean demonstration;
	private final String account;
	private final String password;

	FirstAdministrator(DataSource dataSource, KnownPasswords known, @Value("${zhicheng.demonstration:false}") boolean demonstration,
			@Value("${camunda.bpm.admin-user.id:}") String account, @Value("${camunda.bpm.admin-user.password:}") String password) {
		this.dataSource = dataSource;
		this.known = known;
		this.demonstration = demonstration;
		this.account = account;
		this.password = password;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		if (!demonstration && known.contains(password) && !exists()) {
			throw new KnownAdministratorPasswordException(account);
		}
	}

	private boolean exists() {
		try {
			return new JdbcTemplate(dataSource).queryForObject("select count(*) from ACT_ID_USER where ID_ = ?", Integer.class, account) > 0;
		} catch (BadSqlGrammarException empty) {
			// The engine has no tables yet.
			return false;
		}
	}
}
