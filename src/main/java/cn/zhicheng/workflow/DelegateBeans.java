package cn.zhicheng.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
	private final Set<String> known = ConcurrentHashMap.newKeySet();

	DelegateBeans(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/** @return each bean's class by its name; nothing is created by asking */
	Map<String, Class<?>> types() {
		return KINDS.stream().flatMap(kind -> Arrays.stream(beans.getBeanNamesForType(kind, false, false))).distinct()
				.filter(this::isOurs).collect(Collectors.toUnmodifiableMap(Function.identity(), beans::getType));
	}

	/** @return whether this is one of {@link #types()}; to look through all beans with each step would be most of its work */
	boolean has(String name) {
		if (!known.contains(name) && types().containsKey(name)) {
			known.add(name);
		}
		return known.contains(name);
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
