package cn.zhicheng.workflow;

import java.beans.FeatureDescriptor;
import java.util.Iterator;

import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;

/**
 * Expressions that see the variables of their process and our delegates, and nothing behind them: no property is read, no
 * method called, no entry of a list or map taken. What should ever come past the check of models can do no more than that.
 */
class PlainExpressions extends JuelExpressionManager {

	private final DelegateBeans delegates;

	PlainExpressions(DelegateBeans delegates) {
		this.delegates = delegates;
	}

	@Override
	protected ELResolver createElResolver() {
		var resolvers = new CompositeELResolver();
		resolvers.add(new VariableScopeElResolver());
		resolvers.add(new VariableContextElResolver());
		resolvers.add(new Delegates());
		return resolvers;
	}

	private final class Delegates extends ELResolver {

		@Override
		public Object getValue(ELContext context, Object base, Object property) {
			if (base != null || !(property instanceof String name) || !delegates.contains(name)) {
				return null;
			}
			context.setPropertyResolved(true);
			return delegates.get(name);
		}

		@Override
		public Class<?> getType(ELContext context, Object base, Object property) {
			return null;
		}

		@Override
		public void setValue(ELContext context, Object base, Object property, Object value) {
			// There is nothing here to be set: the expression fails as one that names nothing.
		}

		@Override
		public boolean isReadOnly(ELContext context, Object base, Object property) {
			return true;
		}

		@Override
		public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
			return null;
		}

		@Override
		public Class<?> getCommonPropertyType(ELContext context, Object base) {
			return Object.class;
		}
	}
}
