package cn.zhicheng.filing.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;

import cn.zhicheng.filing.Applicant;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.ApplicantAccounts.Identification;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.PortalSession;
import cn.zhicheng.security.Throttle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sign-in of individuals by document number and name (甘人社通〔2021〕117号 三(一) 第二步), then by a password that the person
 * sets at the first sign-in. What was typed stays in the body of the requests and in the session, never in an address.
 */
@Controller
@RequestMapping("/portal/sign-in")
class SignInController {

	private static final String CLAIM = "portal.claim";
	private static final String BEGIN_AGAIN = "redirect:/portal/sign-in?expired";
	private static final String FIRST_PAGE = "portal/sign-in";
	private static final String PASSWORD_PAGE = "portal/password";
	private static final String NEW_PASSWORD_PAGE = "portal/new-password";

	private final ApplicantAccounts accounts;
	private final PortalSession session;
	private final Throttle throttle;
	private final AuditTrail audit;
	private final PageTexts texts;

	SignInController(ApplicantAccounts accounts, PortalSession session, Throttle throttle, AuditTrail audit,
			PageTexts texts) {
		this.accounts = accounts;
		this.session = session;
		this.throttle = throttle;
		this.audit = audit;
		this.texts = texts;
	}

	@ModelAttribute("documentTypes")
	DocumentType[] documentTypes() {
		return DocumentType.values();
	}

	/** What was typed on the first page; never logged. */
	static final class Typed {

		private DocumentType documentType = DocumentType.RESIDENT_ID_CARD;
		private String documentNumber = "";
		private String name = "";

		public DocumentType getDocumentType() {
			return documentType;
		}

		public void setDocumentType(DocumentType documentType) {
			this.documentType = documentType;
		}

		public String getDocumentNumber() {
			return documentNumber;
		}

		public void setDocumentNumber(String documentNumber) {
			this.documentNumber = documentNumber;
		}

		public String getName() {
			return name;
		}

		public void setName(String name) {
			this.name = name;
		}

		Claim claim() {
			return new Claim(documentType, documentNumber, name);
		}

		@Override
		public String toString() {
			return "Typed[" + documentType + "]";
		}
	}

	@GetMapping
	String who(@AuthenticationPrincipal ApplicantPrincipal person, Model model) {
		if (person != null) {
			return "redirect:/portal";
		}
		model.addAttribute("typed", new Typed());
		return FIRST_PAGE;
	}

	@PostMapping
	String identify(@ModelAttribute("typed") Typed typed, HttpServletRequest request, HttpServletResponse response, Model model) {
		var problems = new LinkedHashMap<String, String>();
		if (typed.documentNumber.isBlank()) {
			problems.put("documentNumber", texts.text("documentNumber.EMPTY"));
		}
		if (typed.name.isBlank()) {
			problems.put("name", texts.text("personName.EMPTY"));
		}
		if (!problems.isEmpty()) {
			return again(FIRST_PAGE, problems, response, model);
		}
		if (!throttle.tryAcquire(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr())) {
			return tooOften(FIRST_PAGE, throttle.retryAfter(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr()), response, model);
		}
		var identification = accounts.identify(typed.claim());
		if (identification instanceof Identification.Known known) {
			request.getSession().setAttribute(CLAIM, typed.claim());
			return known.passwordSet() ? "redirect:/portal/sign-in/password" : "redirect:/portal/sign-in/new-password";
		}
		if (identification instanceof Identification.Exhausted exhausted) {
			return tooOften(FIRST_PAGE, exhausted.retryAfter(), response, model);
		}
		auditRefusal(typed.claim(), "identification", request);
		return again(FIRST_PAGE, Map.of("", texts.text("signIn.wrong")), response, model);
	}

	@GetMapping("/password")
	String password(@SessionAttribute(name = CLAIM, required = false) Claim claim, Model model) {
		return claim == null ? BEGIN_AGAIN : show(PASSWORD_PAGE, claim, model);
	}

	@PostMapping("/password")
	String signIn(@SessionAttribute(name = CLAIM, required = false) Claim claim, @RequestParam(defaultValue = "") String password,
			HttpServletRequest request, HttpServletResponse response, Model model) {
		if (claim == null) {
			return BEGIN_AGAIN;
		}
		show(PASSWORD_PAGE, claim, model);
		if (password.isEmpty()) {
			return again(PASSWORD_PAGE, Map.of("password", texts.text("signIn.password.missing")), response, model);
		}
		if (!throttle.tryAcquire(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr())) {
			return tooOften(PASSWORD_PAGE, throttle.retryAfter(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr()), response, model);
		}
		var person = accounts.signIn(claim, password);
		if (person.isPresent()) {
			return enter(person.get(), request, response);
		}
		auditRefusal(claim, "password", request);
		return accounts.identify(claim) instanceof Identification.Exhausted exhausted
				? tooOften(PASSWORD_PAGE, exhausted.retryAfter(), response, model)
				: again(PASSWORD_PAGE, Map.of("password", texts.text("signIn.password.wrong")), response, model);
	}

	@GetMapping("/new-password")
	String newPassword(@SessionAttribute(name = CLAIM, required = false) Claim claim, Model model) {
		return claim == null ? BEGIN_AGAIN : show(NEW_PASSWORD_PAGE, claim, model);
	}

	@PostMapping("/new-password")
	String signInFirst(@SessionAttribute(name = CLAIM, required = false) Claim claim, @RequestParam(defaultValue = "") String password,
			@RequestParam(defaultValue = "") String repeated, HttpServletRequest request, HttpServletResponse response, Model model) {
		if (claim == null) {
			return BEGIN_AGAIN;
		}
		show(NEW_PASSWORD_PAGE, claim, model);
		var problem = accounts.passwordProblem(claim, password);
		if (problem.isPresent()) {
			return again(NEW_PASSWORD_PAGE, Map.of("password", texts.text(problem.get())), response, model);
		}
		if (!password.equals(repeated)) {
			return again(NEW_PASSWORD_PAGE, Map.of("repeated", texts.text("signIn.password.differs")), response, model);
		}
		try {
			var person = accounts.signInFirst(claim, password);
			if (person.isPresent()) {
				audit.record(AuditKind.CREDENTIALS_CHANGED, AuditTrail.applicant(person.get().id()), null,
						AuditTrail.applicant(person.get().id()), Map.of("what", "first password", "address", request.getRemoteAddr()));
				return enter(person.get(), request, response);
			}
		} catch (DataIntegrityViolationException meanwhile) {
			// The same person is setting a password in another window: that one holds.
		}
		return BEGIN_AGAIN;
	}

	private String enter(Applicant person, HttpServletRequest request, HttpServletResponse response) {
		audit.record(AuditKind.SIGNED_IN, AuditTrail.applicant(person.id()), null, AuditTrail.applicant(person.id()),
				Map.of("address", request.getRemoteAddr()));
		request.getSession().removeAttribute(CLAIM);
		session.signIn(new ApplicantPrincipal(person.id(), person.name()), request, response);
		return "redirect:" + session.continueAt(request, response);
	}

	/** Whether the account exists or not takes the same statements. Attempts beyond the limits are not even looked at. */
	private void auditRefusal(Claim claim, String step, HttpServletRequest request) {
		var id = accounts.idOf(claim);
		var who = id.isPresent() ? AuditTrail.applicant(id.getAsLong()) : "applicant:unknown";
		audit.recordApart(AuditKind.SIGN_IN_REFUSED, who, null, who, Map.of("step", step, "address", request.getRemoteAddr()));
	}

	private static String show(String page, Claim claim, Model model) {
		model.addAttribute("name", claim.name());
		return page;
	}

	private String tooOften(String page, Duration wait, HttpServletResponse response, Model model) {
		long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
		response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
		model.addAttribute("problems", Map.of("", texts.text("signIn.tooOften", minutes)));
		return page;
	}

	/** @param problems sentences by the field they belong to; the empty key for none */
	private static String again(String page, Map<String, String> problems, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problems", problems);
		return page;
	}
}
