package cn.zhicheng.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;

import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractExecuteFilterCmd;
import org.camunda.bpm.engine.impl.cmd.SaveFilterCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.camunda.bpm.engine.impl.variable.ValueTypeResolverImpl;
import org.camunda.bpm.engine.impl.variable.serializer.JavaObjectSerializer;
import org.camunda.bpm.engine.variable.type.ValueType;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.stereotype.Component;

/**
 * Takes out of the engine what would run or read code that comes with a request: script engines, expressions that reach
 * beyond variables and delegates, expressions in queries, Java objects and files as variables.
 */
@Component
class NoCodeFromOutside extends AbstractCamundaConfiguration {

	/** What a variable can be. Objects and files are none: a record's data are not variables, its files lie elsewhere. */
	private static final Set<ValueType> TYPES = Set.of(ValueType.NULL, ValueType.STRING, ValueType.BOOLEAN, ValueType.SHORT,
			ValueType.INTEGER, ValueType.LONG, ValueType.DOUBLE, ValueType.NUMBER, ValueType.DATE);

	private final DelegateBeans delegates;

	NoCodeFromOutside(DelegateBeans delegates) {
		this.delegates = delegates;
	}

	@Override
	public void preInit(ProcessEngineConfigurationImpl configuration) {
		configuration.setExpressionManager(new PlainExpressions(delegates));
		configuration.setScriptEngineResolver(new NoScripts());
		configuration.setEnableFetchScriptEngineFromProcessApplication(false);
		configuration.setEnableScriptEngineLoadExternalResources(false);
		configuration.setEnableScriptEngineNashornCompatibility(false);
		configuration.setEnableExpressionsInAdhocQueries(false);
		configuration.setEnableXxeProcessing(false);
		configuration.setJavaSerializationFormatEnabled(false);
		configuration.setDeserializationTypeValidationEnabled(true);
		configuration.setValueTypeResolver(new PlainTypes());
		var interceptors = configuration.getCustomPostCommandInterceptorsTxRequired();
		var ours = interceptors == null ? new ArrayList<CommandInterceptor>() : new ArrayList<>(interceptors);
		ours.add(new NoForeignQueryExpressions());
		configuration.setCustomPostCommandInterceptorsTxRequired(ours);
	}

	/** What the engine cannot write it does not keep either: a list or an object given without a type would be written by Java. */
	@Override
	public void postInit(ProcessEngineConfigurationImpl configuration) {
		var serializers = configuration.getVariableSerializers();
		List.copyOf(serializers.getSerializers()).stream().filter(serializer -> !TYPES.contains(serializer.getType()))
				.forEach(serializers::removeSerializer);
		serializers.addSerializer(new DecisionResults());
	}

	/** The engine hands the result of a decision to its listeners as a variable, which is never written. */
	private static final class DecisionResults extends JavaObjectSerializer {

		@Override
		public boolean canHandle(TypedValue value) {
			return value.isTransient() && value.getValue() instanceof DmnDecisionResult && super.canHandle(value);
		}
	}

	private static final class PlainTypes extends ValueTypeResolverImpl {

		private PlainTypes() {
			knownTypes.clear();
			TYPES.forEach(this::addType);
		}
	}

	/** There is no language a script could be written in. */
	private static final class NoScripts implements ScriptEngineResolver {

		@Override
		public void addScriptEngineFactory(ScriptEngineFactory scriptEngineFactory) {
			throw new UnsupportedOperationException("Scripts are not run");
		}

		@Override
		public ScriptEngineManager getScriptEngineManager() {
			throw new UnsupportedOperationException("Scripts are not run");
		}

		/** @return null: the engine then says that it knows no such language */
		@Override
		public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
			return null;
		}
	}

	/**
	 * The engine refuses expressions in a query, but not in the alternatives (or) within it, and stores any with a filter.
	 * Those of the filters the application itself makes at its start are kept; what comes from an account has none.
	 */
	private static final class NoForeignQueryExpressions extends CommandInterceptor {

		@Override
		public <T> T execute(Command<T> command) {
			if (Context.getCommandContext().getAuthenticatedUserId() != null && hasExpressions(queryGivenWith(command))) {
				throw new BadUserRequestException("查询和筛选条件中不能使用表达式 (a query or filter cannot have expressions)");
			}
			return next.execute(command);
		}

		/** @return the query that the caller has put together, null if there is none */
		private static Object queryGivenWith(Command<?> command) {
			if (command instanceof SaveFilterCmd) {
				return ((Filter) field(command, "filter")).getQuery();
			}
			return command instanceof AbstractExecuteFilterCmd ? field(command, "extendingQuery") : command;
		}

		private static Object field(Command<?> command, String name) {
			return new DirectFieldAccessor(command).getPropertyValue(name);
		}

		private static boolean hasExpressions(Object given) {
			return given instanceof AbstractQuery<?, ?> query && (!query.getExpressions().isEmpty()
					|| query instanceof TaskQueryImpl tasks && tasks.getQueries().stream().anyMatch(one -> !one.getExpressions().isEmpty()));
		}
	}
}
