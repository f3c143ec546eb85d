package cn.zhicheng.verification.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseBody;

import cn.zhicheng.security.Throttle;
import cn.zhicheng.verification.Register;
import cn.zhicheng.verification.Register.Answer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Anyone checks a title (网查, 甘人社通〔2021〕117号 六(二)), as a page and as JSON with the same answers. Question and answer
 * stay in the bodies of request and response: nothing personal stands in an address.
 */
@Controller
class VerificationController {

	private static final String PAGE = "verify";
	/** Longer than any name or number, short enough to be worth no harm. */
	private static final int LONGEST = 100;

	private final Register register;
	private final Throttle throttle;
	private final MessageSource messages;

	VerificationController(Register register, Throttle throttle, MessageSource messages) {
		this.register = register;
		this.throttle = throttle;
		this.messages = messages;
	}

	/** What is asked; never logged. */
	static final class Question {

		private String name = "";
		private String documentNumber = "";
		private String certificateNumber = "";

		public String getName() {
			return name;
		}

		public void setName(String name) {
			this.name = name == null ? "" : name;
		}

		public String getDocumentNumber() {
			return documentNumber;
		}

		public void setDocumentNumber(String documentNumber) {
			this.documentNumber = documentNumber == null ? "" : documentNumber;
		}

		public String getCertificateNumber() {
			return certificateNumber;
		}

		public void setCertificateNumber(String certificateNumber) {
			this.certificateNumber = certificateNumber == null ? "" : certificateNumber;
		}

		@Override
		public String toString() {
			return "Question";
		}
	}

	@GetMapping("/verify")
	String ask(@ModelAttribute("question") Question question) {
		return PAGE;
	}

	@PostMapping("/verify")
	String answer(@ModelAttribute("question") Question question, HttpServletRequest request, HttpServletResponse response, Model model) {
		var problems = problems(question);
		if (!problems.isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("problems", problems);
			return PAGE;
		}
		var answer = verify(question, request);
		if (answer instanceof Answer.Found found) {
			model.addAttribute("found", found.title());
			model.addAttribute("level", text(found.title().level().messageKey()));
		} else if (answer instanceof Answer.TooMany) {
			response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
			model.addAttribute("tooMany", tooMany(request));
		} else {
			response.setStatus(HttpStatus.NOT_FOUND.value());
			model.addAttribute("notFound", true);
		}
		return PAGE;
	}

	@Operation(summary = "网查：核验一项职称", description = "姓名、证件号码、证书编号三项均相符且已入库时返回该职称；其余情况一律返回同一答复。")
	@ApiResponse(responseCode = "200", description = "查到的职称")
	@ApiResponse(responseCode = "404", description = "未查询到")
	@ApiResponse(responseCode = "422", description = "有必填项未填")
	@ApiResponse(responseCode = "429", description = "查询过于频繁")
	@PostMapping("/api/verification")
	@ResponseBody
	ResponseEntity<?> answer(@RequestBody Question question, HttpServletRequest request) {
		var problems = problems(question);
		if (!problems.isEmpty()) {
			return ResponseEntity.unprocessableEntity().body(Map.of("message", text("verify.incomplete"), "fields", problems));
		}
		var answer = verify(question, request);
		if (answer instanceof Answer.Found found) {
			return ResponseEntity.ok(found.title());
		}
		return answer instanceof Answer.TooMany
				? ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).body(Map.of("message", tooMany(request)))
				: ResponseEntity.status(HttpStatus.NOT_FOUND).body(Map.of("message", text("verify.notFound")));
	}

	private Answer verify(Question question, HttpServletRequest request) {
		return register.verify(question.name, question.documentNumber, question.certificateNumber, request.getRemoteAddr());
	}

	private Map<String, String> problems(Question question) {
		var problems = new LinkedHashMap<String, String>();
		check("name", question.name, problems);
		check("documentNumber", question.documentNumber, problems);
		check("certificateNumber", question.certificateNumber, problems);
		return problems;
	}

	private void check(String field, String value, Map<String, String> problems) {
		if (value.isBlank()) {
			problems.put(field, text("verify.missing." + field));
		} else if (value.length() > LONGEST) {
			problems.put(field, text("verify.tooLong", LONGEST));
		}
	}

	private String tooMany(HttpServletRequest request) {
		Duration wait = throttle.retryAfter(Throttle.VERIFICATION_BY_ADDRESS, request.getRemoteAddr());
		return wait.isZero() ? text("verify.tooManyOfNumber") : text("verify.tooMany", Math.max(1, wait.plusSeconds(59).toMinutes()));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
