package cn.zhicheng.workflow;

import java.util.ArrayList;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.ResolveTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

/**
 * Closes the ways past a decision that the right to work on a task opens in the engine: an error nobody catches would end
 * the process and leave the record in review for ever, and resolving a task would write variables of the process.
 */
@Component
class ReviewTaskRules extends AbstractCamundaConfiguration {

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
		var interceptors = configuration.getCustomPreCommandInterceptorsTxRequired();
		var ours = interceptors == null ? new ArrayList<CommandInterceptor>() : new ArrayList<>(interceptors);
		ours.add(new NothingIsDelegated());
		configuration.setCustomPreCommandInterceptorsTxRequired(ours);
	}

	/** Nobody delegates a task here, so nobody has one to resolve. */
	private static final class NothingIsDelegated extends CommandInterceptor {

		@Override
		public <T> T execute(Command<T> command) {
			if (command instanceof ResolveTaskCmd) {
				throw new UserRefusal("审核任务只能以审查确认或退回修改办结 (a review task is completed with a decision, it cannot be resolved)");
			}
			return next.execute(command);
		}
	}
}
