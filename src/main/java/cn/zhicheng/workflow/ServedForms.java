package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractGetDeployedFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetRenderedStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetRenderedTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

/**
 * Forms as they are shown, whoever asks the engine for one: without anything that would run in the reviewer's session. What was
 * deployed by an older version of the application was looked at by older rules.
 */
@Component
class ServedForms extends AbstractCamundaConfiguration {

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		var present = configuration.getCustomPostCommandInterceptorsTxRequired();
		var interceptors = present == null ? new ArrayList<CommandInterceptor>() : new ArrayList<>(present);
		interceptors.add(new Cleaned());
		configuration.setCustomPostCommandInterceptorsTxRequired(interceptors);
	}

	private static final class Cleaned extends CommandInterceptor {

		@Override
		@SuppressWarnings("unchecked")
		public <T> T execute(Command<T> command) {
			var result = next.execute(command);
			if (command instanceof AbstractGetDeployedFormCmd && result instanceof InputStream form) {
				return (T) new ByteArrayInputStream(FormRules.written(read(form)));
			}
			// A form that the engine makes of the fields of an older model is made of expressions and scripts.
			if ((command instanceof GetRenderedTaskFormCmd || command instanceof GetRenderedStartFormCmd) && result instanceof String) {
				return (T) FormRules.UNREADABLE;
			}
			return result;
		}

		private static byte[] read(InputStream form) {
			try (form) {
				return form.readAllBytes();
			} catch (IOException e) {
				throw new UncheckedIOException(e);
			}
		}
	}
}
