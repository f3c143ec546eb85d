package cn.zhicheng.filing.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.dao.ConcurrencyFailureException;
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

import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.PersonName;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.PortalSession;
import cn.zhicheng.security.Throttle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sign-in of individuals by document number and name (甘人社通〔2021〕117号 三(一) 第二步), then by password, or the first time
 * by the activation code of a unit and a new password. Up to the right password or code, every page and answer is the same
 * for a number that is known and one that is not. What was typed stays in the body of the requests and in the session,
 * never in an address.
 */
@Controller
@RequestMapping("/portal/sign-in")
class SignInController {

	private static final String CLAIM = "portal.claim";
	private static final String BEGIN_AGAIN = "redirect:/portal/sign-in?expired";
	private static final String FIRST_PAGE = "portal/sign-in";
	private static final String PASSWORD_PAGE = "portal/password";

	private final ApplicantAccounts accounts;
	private final PortalSession session;
	private final Throttle throttle;
	private final AuditTrail audit;
	private final PageTexts texts;

	SignInController(ApplicantAccounts accounts, PortalSession session, Throttle throttle, AuditTrail audit, PageTexts texts) {
		this.accounts = accounts;
		this.session = session;
		this.throttle = throttle;
		this.audit = audit;
		this.texts = texts;
	}

	/** @return whether the first sign-in needs no code */
	@ModelAttribute("free")
	boolean free() {
		return accounts.isFree();
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
			// An empty choice is none.
			this.documentType = documentType == null ? DocumentType.RESIDENT_ID_CARD : documentType;
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

	/** Only the form of what was typed is checked here; whose it is and whether they belong together is not looked up. */
	@PostMapping
	String identify(@ModelAttribute("typed") Typed typed, HttpServletRequest request, HttpServletResponse response, Model model) {
		var claim = typed.claim();
		var problems = new LinkedHashMap<String, String>();
		accounts.numberProblem(claim).ifPresent(key -> problems.put("documentNumber", texts.text(key)));
		PersonName.problem(typed.name).ifPresent(key -> problems.put("name", texts.text(key)));
		if (!problems.isEmpty()) {
			return again(FIRST_PAGE, problems, response, model);
		}
		request.getSession().setAttribute(CLAIM, claim);
		return "redirect:/portal/sign-in/password";
	}

	@GetMapping("/password")
	String password(@SessionAttribute(name = CLAIM, required = false) Claim claim, Model model) {
		return claim == null ? BEGIN_AGAIN : show(claim, model);
	}

	/** The page with the answer to a code, opened anew. */
	@GetMapping("/activation")
	String activation() {
		return "redirect:/portal/sign-in/password";
	}

	@PostMapping("/password")
	String signIn(@SessionAttribute(name = CLAIM, required = false) Claim claim, @RequestParam(defaultValue = "") String password,
			HttpServletRequest request, HttpServletResponse response, Model model) {
		if (claim == null) {
			return BEGIN_AGAIN;
		}
		show(claim, model);
		if (password.isEmpty()) {
			return again(PASSWORD_PAGE, Map.of("password", texts.text("signIn.password.missing")), response, model);
		}
		var wait = throttle.retryAfter(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr());
		if (!wait.isZero()) {
			return tooOften(wait, response, model);
		}
		return answer(claim, accounts.signIn(claim, password, request.getRemoteAddr()), "password", "signIn.password.wrong", request, response, model);
	}

	@PostMapping("/activation")
	String open(@SessionAttribute(name = CLAIM, required = false) Claim claim, @RequestParam(defaultValue = "") String code,
			@RequestParam(defaultValue = "") String newPassword, @RequestParam(defaultValue = "") String repeated,
			HttpServletRequest request, HttpServletResponse response, Model model) {
		if (claim == null) {
			return BEGIN_AGAIN;
		}
		show(claim, model);
		model.addAttribute("code", code);
		var problems = new LinkedHashMap<String, String>();
		if (code.isBlank() && !accounts.isFree()) {
			problems.put("code", texts.text("signIn.code.missing"));
		}
		accounts.passwordProblem(claim, newPassword).ifPresent(key -> problems.put("newPassword", texts.text(key)));
		if (!problems.containsKey("newPassword") && !newPassword.equals(repeated)) {
			problems.put("repeated", texts.text("signIn.password.differs"));
		}
		if (!problems.isEmpty()) {
			return again(PASSWORD_PAGE, problems, response, model);
		}
		var wait = throttle.retryAfter(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr());
		if (!wait.isZero()) {
			return tooOften(wait, response, model);
		}
		return answer(claim, open(claim, code, newPassword, request), "code", accounts.isFree() ? "signIn.code.wrong.free" : "signIn.code.wrong",
				request, response, model);
	}

	private Admission open(Claim claim, String code, String newPassword, HttpServletRequest request) {
		try {
			return accounts.open(claim, code, newPassword, request.getRemoteAddr());
		} catch (DataIntegrityViolationException | ConcurrencyFailureException meanwhile) {
			// The same code was used in another window: that one holds.
			return new Admission.Refused();
		}
	}

	private String answer(Claim claim, Admission admission, String field, String refusal, HttpServletRequest request,
			HttpServletResponse response, Model model) {
		if (admission instanceof Admission.Admitted admitted) {
			request.getSession().removeAttribute(CLAIM);
			session.signIn(admitted.principal(), request, response);
			return "redirect:" + session.continueAt(request, response);
		}
		if (admission instanceof Admission.Exhausted exhausted) {
			return tooOften(exhausted.retryAfter(), response, model);
		}
		// Failures only: a whole school may sign in from one address.
		throttle.recordFailure(Throttle.SIGN_IN_BY_ADDRESS, request.getRemoteAddr());
		auditRefusal(claim, field, request);
		return again(PASSWORD_PAGE, Map.of(field, texts.text(refusal)), response, model);
	}

	/** Whether the account exists or not takes the same statements. Attempts beyond the limits are not even looked at. */
	private void auditRefusal(Claim claim, String step, HttpServletRequest request) {
		var id = accounts.idOf(claim);
		var who = id.isPresent() ? AuditTrail.applicant(id.getAsLong()) : "applicant:unknown";
		audit.recordApart(AuditKind.SIGN_IN_REFUSED, who, null, who, Map.of("step", step, "address", request.getRemoteAddr()));
	}

	private static String show(Claim claim, Model model) {
		model.addAttribute("name", claim.name());
		return PASSWORD_PAGE;
	}

	private String tooOften(Duration wait, HttpServletResponse response, Model model) {
		long minutes = Math.max(1, wait.plusSeconds(59).toMinutes());
		response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
		model.addAttribute("problems", Map.of("", texts.text("signIn.tooOften", minutes)));
		return PASSWORD_PAGE;
	}

	/** @param problems sentences by the field they belong to */
	private static String again(String page, Map<String, String> problems, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		model.addAttribute("problems", problems);
		return page;
	}
}
