package cn.zhicheng.workflow;

import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.stream.Stream;

import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.rest.exception.ExceptionHandler;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.camunda.bpm.engine.rest.impl.CamundaRestResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import cn.zhicheng.security.DatabaseAway;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/**
 * What the engine's interfaces, {@code /engine-rest} and the web apps' own, answer when something is refused or fails. The engine's
 * own answers call every refusal of ours a failure, with a trace of hundreds of lines, and give the text of any exception away.
 */
public class RestFaults implements ExceptionMapper<Throwable> {

	private static final Logger LOG = LoggerFactory.getLogger(RestFaults.class);

	private static final int FAILURE = 500;
	private static final String TEXTS = "messages.workflow";

	/** Instead of the engine's own, wherever its resources are served: both applications take them from one list. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	static class InsteadOfTheEngines {

		@Bean
		static BeanFactoryPostProcessor restFaults() {
			return factory -> {
				var classes = CamundaRestResources.getConfigurationClasses();
				Stream.of(RestExceptionHandler.class, ProcessEngineExceptionHandler.class, ExceptionHandler.class).forEach(classes::remove);
				classes.add(RestFaults.class);
			};
		}
	}

	@Override
	public Response toResponse(Throwable thrown) {
		var refusal = causes(thrown).filter(UserRefusal.class::isInstance).reduce((outer, inner) -> inner);
		if (refusal.isPresent()) {
			LOG.info("Refused: {}", refusal.get().getMessage());
			return answer(Response.Status.BAD_REQUEST, "InvalidRequest", refusal.get().getMessage());
		}
		// The engine takes a name that it does not allow for a failure of its own.
		if (causes(thrown).map(Throwable::getMessage).filter(Objects::nonNull).anyMatch(message -> message.startsWith("User has an invalid id"))) {
			LOG.info("Refused: a name that no account can have");
			return answer(Response.Status.BAD_REQUEST, "InvalidRequest", text("rights.accountName"));
		}
		if (causes(thrown).anyMatch(OptimisticLockingException.class::isInstance)) {
			LOG.info("Refused: somebody else was earlier");
			return answer(Response.Status.CONFLICT, "OptimisticLockingException", text("rest.meanwhile"));
		}
		if (DatabaseAway.isCauseOf(thrown)) {
			LOG.warn("The database is away");
			return answer(Response.Status.SERVICE_UNAVAILABLE, "Unavailable", text("rest.away"));
		}
		var status = ExceptionHandlerHelper.getInstance().getStatus(thrown);
		if (status.getStatusCode() < FAILURE) {
			return ExceptionHandlerHelper.getInstance().getResponse(thrown);
		}
		var number = UUID.randomUUID().toString().substring(0, 8);
		LOG.error("A request to the engine failed ({})", number, thrown);
		return answer(status, "Failure", text("rest.failure").replace("{0}", number));
	}

	private static Stream<Throwable> causes(Throwable thrown) {
		return Stream.iterate(thrown, one -> one != null, Throwable::getCause).limit(30);
	}

	private static Response answer(Response.Status status, String type, String sentence) {
		return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(Map.of("type", type, "message", sentence)).build();
	}

	/** Made by the interface itself, which knows no beans. */
	private static String text(String key) {
		return ResourceBundle.getBundle(TEXTS, UserTexts.LOCALE).getString(key);
	}
}
