package cn.zhicheng.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.servlet.ServletContainer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.core.Application;

/**
 * Every route the running application answers, asked of the application itself: what Spring maps, and what the JAX-RS
 * applications of the engine and its web apps declare, sub-resources included.
 */
final class Routes {

	/** No resource of the engine lies deeper. */
	private static final int MAX_DEPTH = 8;

	private final ServletWebServerApplicationContext application;
	private final Set<Route> routes = new LinkedHashSet<>();

	private Routes(ServletWebServerApplicationContext application) {
		this.application = application;
	}

	static List<Route> of(ServletWebServerApplicationContext application) throws ReflectiveOperationException {
		var all = new Routes(application);
		all.addPages();
		for (var servlet : application.getServletContext().getServletRegistrations().values()) {
			all.addServlet(servlet);
		}
		return List.copyOf(all.routes);
	}

	private void addPages() {
		for (var mapping : application.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
			mapping.getHandlerMethods().forEach(this::addPage);
		}
	}

	private void addPage(RequestMappingInfo info, HandlerMethod handler) {
		Stream<String> methods = info.getMethodsCondition().getMethods().isEmpty()
				? Stream.of("GET", "POST", "PUT", "PATCH", "DELETE")
				: info.getMethodsCondition().getMethods().stream().map(RequestMethod::name);
		Class<?> body = null;
		for (var parameter : handler.getMethodParameters()) {
			if (parameter.hasParameterAnnotation(RequestBody.class)) {
				body = parameter.getParameterType();
			}
		}
		var type = body;
		methods.forEach(method -> info.getPatternValues().forEach(pattern -> add(method, pattern, type,
				type == null && !HttpMethod.GET.matches(method))));
	}

	private void addServlet(ServletRegistration servlet) throws ReflectiveOperationException {
		var type = Class.forName(servlet.getClassName());
		if (DispatcherServlet.class.isAssignableFrom(type)) {
			return;
		}
		if (!ServletContainer.class.isAssignableFrom(type)) {
			throw new IllegalStateException("A servlet nobody knows the routes of: " + servlet.getName());
		}
		var named = servlet.getInitParameter("jakarta.ws.rs.Application");
		var classes = named == null ? application.getBean(ResourceConfig.class).getClasses()
				: ((Application) Class.forName(named).getDeclaredConstructor().newInstance()).getClasses();
		for (var mapping : servlet.getMappings()) {
			for (var resourceClass : classes) {
				var resource = Resource.from(resourceClass);
				if (resource != null && resource.getPath() != null) {
					addResource(join(mapping.replace("/*", ""), resource.getPath()), resource, 0);
				}
			}
		}
	}

	private void addResource(String path, Resource resource, int depth) {
		if (depth > MAX_DEPTH) {
			return;
		}
		for (var method : resource.getResourceMethods()) {
			add(method.getHttpMethod(), path, bodyOf(method), false);
		}
		if (resource.getResourceLocator() != null) {
			var located = Resource.from(resource.getResourceLocator().getInvocable().getHandlingMethod().getReturnType());
			if (located != null) {
				addResource(path, located, depth + 1);
			}
		}
		for (var child : resource.getChildResources()) {
			addResource(join(path, child.getPath()), child, depth + 1);
		}
	}

	private static Class<?> bodyOf(ResourceMethod method) {
		return method.getInvocable().getParameters().stream().filter(parameter -> parameter.getSource() == Parameter.Source.ENTITY)
				.<Class<?>>map(Parameter::getRawType).findFirst().orElse(null);
	}

	private static String join(String path, String more) {
		return (path + "/" + more).replaceAll("/{2,}", "/").replaceAll("(.)/$", "$1");
	}

	private void add(String method, String template, Class<?> body, boolean form) {
		routes.add(new Route(method, template.replaceAll("\\{\\s*([\\w-]+)\\s*:[^{}]*(\\{[^{}]*}[^{}]*)*}", "{$1}").replaceAll("\\{\\*(\\w+)}", "{$1}")
				.replaceAll("\\{\\s*([\\w-]+)\\s*}", "{$1}"), body, form));
	}
}
