package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;

import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.event.EventType;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.GenericManagerFactory;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionManager;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.stereotype.Component;

/**
 * Spares the engine questions to the database whose answer it has: 600,000 records with four decisions each make every
 * one of them millions. What the engine does stays the same.
 */
@Component
class FewerRoundTrips extends AbstractCamundaConfiguration {

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setCustomSessionFactories(with(configuration.getCustomSessionFactories(), new EventSubscriptions.Factory()));
		configuration.setCustomIncidentHandlers(with(configuration.getCustomIncidentHandlers(), new FailedJobs()));
	}

	private static <T> List<T> with(List<T> present, T another) {
		var all = present == null ? new ArrayList<T>() : new ArrayList<>(present);
		all.add(another);
		return all;
	}

	private static DbEntityManager entities() {
		return Context.getCommandContext().getDbEntityManager();
	}

	/**
	 * With a subscription the engine deletes the jobs that would deliver its event later. Only signals and compensations are
	 * ever delivered later; a message is delivered at once or not at all, so there is no such job to look for.
	 */
	public static final class EventSubscriptions extends EventSubscriptionManager {

		@Override
		public void deleteEventSubscription(EventSubscriptionEntity subscription) {
			if (subscription.isSubscriptionForEventType(EventType.MESSAGE)) {
				getDbEntityManager().delete(subscription);
			} else {
				super.deleteEventSubscription(subscription);
			}
		}

		private static final class Factory extends GenericManagerFactory {

			private Factory() {
				super(EventSubscriptions.class);
			}

			@Override
			public Class<?> getSessionType() {
				return EventSubscriptionManager.class;
			}
		}
	}

	/** A job that has retries left has no incident to be resolved when it is done or no longer needed. */
	private static final class FailedJobs extends DefaultIncidentHandler {

		private FailedJobs() {
			super(Incident.FAILED_JOB_HANDLER_TYPE);
		}

		@Override
		public void resolveIncident(IncidentContext context) {
			if (mayHaveFailed(context)) {
				super.resolveIncident(context);
			}
		}

		@Override
		public void deleteIncident(IncidentContext context) {
			if (mayHaveFailed(context)) {
				super.deleteIncident(context);
			}
		}

		private static boolean mayHaveFailed(IncidentContext context) {
			var job = entities().getCachedEntity(JobEntity.class, context.getConfiguration());
			// Retries that were given back in this very transaction tell nothing of an incident before it.
			return job == null || job.getRetries() <= 0 || job.getExceptionByteArrayId() != null;
		}
	}
}
