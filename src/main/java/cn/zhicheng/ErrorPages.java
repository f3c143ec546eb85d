package cn.zhicheng;

import java.util.Locale;
import java.util.Map;

import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What people see when something goes wrong: what it means and the way back, in Chinese and without a trace of what
 * happened inside; programs get the same as JSON.
 */
@Controller
class ErrorPages implements ErrorController {

	private final MessageSource messages;

	ErrorPages(MessageSource messages) {
		this.messages = messages;
	}

	@RequestMapping("${server.error.path:/error}")
	Object error(HttpServletRequest request) {
		var status = status(request);
		// Whose token has expired wanted to change something; who only reads has no right to it.
		var kind = status == HttpStatus.FORBIDDEN && HttpMethod.GET.matches(request.getMethod()) ? "noRight" : String.valueOf(status.value());
		var title = text("error." + kind + ".title", status.is5xxServerError() ? "error.500.title" : "error.400.title");
		var explanation = text("error." + kind + ".text", status.is5xxServerError() ? "error.500.text" : "error.400.text");
		if (isProgram(request)) {
			return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(Map.of("status", status.value(), "message", title));
		}
		var page = new ModelAndView("error", status);
		page.addObject("status", status.value());
		page.addObject("title", title);
		page.addObject("explanation", explanation);
		page.addObject("back", path(request).startsWith("/portal") ? "/portal" : "/");
		return page;
	}

	/** Asked for directly, the page itself does not exist. */
	private static HttpStatus status(HttpServletRequest request) {
		var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		var status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
		return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
	}

	private static boolean isProgram(HttpServletRequest request) {
		var path = path(request);
		var accept = request.getHeader(HttpHeaders.ACCEPT);
		return path.startsWith("/api/") || path.startsWith("/engine-rest") || accept != null && !accept.contains("*/*") && !accept.contains("text/");
	}

	private static String path(HttpServletRequest request) {
		return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path ? path : "";
	}

	private String text(String key, String otherwise) {
		return messages.getMessage(key, null, messages.getMessage(otherwise, null, Locale.SIMPLIFIED_CHINESE), Locale.SIMPLIFIED_CHINESE);
	}
}
