package cn.zhicheng.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * The beans that a model may name: those of this package that are made to be called by a process. There is no list of them
 * beside the beans themselves.
 */
@Component
class DelegateBeans {

	private static final List<Class<?>> KINDS = List.of(JavaDelegate.class, ExecutionListener.class, TaskListener.class);

	private final ListableBeanFactory beans;

	DelegateBeans(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/** @return each bean's class by its name; nothing is created by asking */
	Map<String, Class<?>> types() {
		return KINDS.stream().flatMap(kind -> Arrays.stream(beans.getBeanNamesForType(kind, false, false))).distinct()
				.filter(this::isOurs).collect(Collectors.toUnmodifiableMap(Function.identity(), beans::getType));
	}

	/** @return whether a model may name it: asked with every step of every process, therefore without a look at all beans */
	boolean contains(String name) {
		return beans.containsBean(name) && isOurs(name) && KINDS.stream().anyMatch(kind -> beans.isTypeMatch(name, kind));
	}

	/**
	 * @param name of one of {@link #types()}
	 * @return the bean; it is created now, if it has not been, for the beans need the engine that needs them
	 */
	Object get(String name) {
		return beans.getBean(name);
	}

	private boolean isOurs(String name) {
		var type = beans.getType(name);
		return type != null && type.getPackageName().equals(DelegateBeans.class.getPackageName());
	}
}
