package cn.zhicheng.workflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.apache.ibatis.builder.xml.XMLMapperBuilder;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AttachmentManager;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.impl.persistence.entity.CommentManager;
import org.camunda.bpm.engine.impl.persistence.entity.TaskManager;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Puts {@link TaskReaders} in the place of the engine's authorization row for each task: with 600,000 open ones, a reviewer's
 * list would get slower with every task of others.
 */
@Component
class TaskRights extends AbstractCamundaConfiguration {

	private static final ClassPathResource STATEMENTS = new ClassPathResource("readable-tasks.xml", TaskRights.class);

	private final TaskReaders readers;
	private final RightsRules rules;
	private final WorkflowSettings settings;

	TaskRights(TaskReaders readers, RightsRules rules, WorkflowSettings settings) {
		this.readers = readers;
		this.rules = rules;
		this.settings = settings;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setResourceAuthorizationProvider(new RightsOfCreators());
		configuration.setAuthorizationCheckRevokes(ProcessEngineConfiguration.AUTHORIZATION_CHECK_REVOKE_NEVER);
		var present = configuration.getCustomSessionFactories();
		var all = present == null ? new ArrayList<SessionFactory>() : new ArrayList<>(present);
		all.add(new Sessions(AuthorizationManager.class, () -> new AuthorizationsByGroup(readers, rules, settings.fewTasks())));
		all.add(new Sessions(TaskManager.class, TasksOfGroups::new));
		all.add(new Sessions(CommentManager.class, TaskNotes.Comments::new));
		all.add(new Sessions(AttachmentManager.class, TaskNotes.Attachments::new));
		configuration.setCustomSessionFactories(all);
	}

	@Override
	public void postInit(ProcessEngineConfigurationImpl configuration) {
		var statements = configuration.getSqlSessionFactory().getConfiguration();
		try (var source = STATEMENTS.getInputStream()) {
			new XMLMapperBuilder(source, statements, STATEMENTS.getPath(), statements.getSqlFragments()).parse();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private record Sessions(Class<?> type, Supplier<Session> one) implements SessionFactory {

		@Override
		public Class<?> getSessionType() {
			return type;
		}

		@Override
		public Session openSession() {
			return one.get();
		}
	}
}
