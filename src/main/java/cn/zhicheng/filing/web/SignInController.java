package cn.zhicheng.filing.web;

import java.io.IOException;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.ApplicantAccounts.Admission;
import cn.zhicheng.filing.ApplicantAccounts.Claim;
import cn.zhicheng.filing.ApplicantSignIn;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.PersonName;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Caller;
import cn.zhicheng.security.Callers;
import cn.zhicheng.security.KeptForms;
import cn.zhicheng.security.PortalSession;
import cn.zhicheng.security.SealedText;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Sign-in of individuals by document number and name (甘人社通〔2021〕117号 三(一) 第二步), then by password, or the first time
 * by the activation code of a unit and a new password. Up to the right password or code, every page and answer is the same
 * for a number that is known and one that is not. What was typed stays in the body of the requests, from one page to the next
 * sealed in the page itself, and never in an address: the server keeps nothing for who has not signed in.
 */
@Controller
@RequestMapping("/portal/sign-in")
class SignInController {

	/** What was typed on the first page, on the second one. */
	private static final String CLAIM = "portal-claim";
	private static final Duration CLAIM_FOR = Duration.ofMinutes(30);
	private static final String FIRST_PAGE = "portal/sign-in";
	private static final String PASSWORD_PAGE = "portal/password";

	private final ApplicantAccounts accounts;
	private final ApplicantSignIn signIn;
	private final PortalSession session;
	private final KeptForms kept;
	private final SealedText sealed;
	private final JsonMapper json = new JsonMapper();
	private final Callers callers;
	private final AuditTrail audit;
	private final PageTexts texts;

	SignInController(ApplicantAccounts accounts, ApplicantSignIn signIn, PortalSession session, KeptForms kept, SealedText sealed, Callers callers, AuditTrail audit, PageTexts texts) {
		this.accounts = accounts;
		this.signIn = signIn;
		this.session = session;
		this.kept = kept;
		this.sealed = sealed;
		this.callers = callers;
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

	/** @return where to go on after the sign-in; the page carries it along */
	@ModelAttribute("wanted")
	String wanted(@RequestParam(name = "continue", required = false) String wanted) {
		return PortalSession.continueAt(wanted);
	}

	/** @return what had been typed when the session was over, sealed; the page carries it along */
	@ModelAttribute("kept")
	String kept(@RequestParam(name = "kept", required = false) String sent) {
		return KeptForms.given(sent);
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

	/** Instead of what was asked for, by somebody whose session is over: what had been typed goes along with the page. */
	@RequestMapping("/again")
	String again(@AuthenticationPrincipal ApplicantPrincipal person, HttpServletRequest request, HttpServletResponse response, Model model) {
		if (person != null || request.getDispatcherType() != DispatcherType.FORWARD) {
			return "redirect:/portal/sign-in";
		}
		var typed = KeptForms.keptOf(request);
		model.addAttribute("kept", typed.orElse(null));
		model.addAttribute("interrupted", texts.text(typed.isPresent() ? "signIn.kept" : "signIn.notKept"));
		model.addAttribute("typed", new Typed());
		response.setStatus(HttpStatus.UNAUTHORIZED.value());
		return FIRST_PAGE;
	}

	/** Only the form of what was typed is checked here; whose it is and whether they belong together is not looked up. */
	@PostMapping
	String identify(@ModelAttribute("typed") Typed typed, HttpServletResponse response, Model model) {
		var claim = typed.claim();
		var problems = new LinkedHashMap<String, String>();
		accounts.numberProblem(claim).ifPresent(key -> problems.put("documentNumber", texts.text(key)));
		PersonName.problem(typed.name).ifPresent(key -> problems.put("name", texts.text(key)));
		if (!problems.isEmpty()) {
			return again(FIRST_PAGE, problems, response, model);
		}
		return show(claim, model);
	}

	/** The second page, opened anew: what was typed on the first is not known any more. */
	@GetMapping({ "/password", "/activation" })
	String password() {
		return "redirect:/portal/sign-in";
	}

	@PostMapping("/password")
	String signIn(@RequestParam(name = "claim", defaultValue = "") String typed, @RequestParam(defaultValue = "") String password,
			HttpServletRequest request, HttpServletResponse response, Model model, RedirectAttributes flash) throws ServletException, IOException {
		var claim = claim(typed);
		if (claim == null) {
			return beginAgain(response, model);
		}
		show(claim, model);
		if (password.isEmpty()) {
			return again(PASSWORD_PAGE, Map.of("password", texts.text("signIn.password.missing")), response, model);
		}
		var caller = callers.named(callers.of(request));
		return answer(claim, signIn.signIn(claim, password, caller), "password", "signIn.password.wrong", caller, request, response, model, flash);
	}

	@PostMapping("/activation")
	String open(@RequestParam(name = "claim", defaultValue = "") String typed, @RequestParam(defaultValue = "") String code,
			@RequestParam(defaultValue = "") String newPassword, @RequestParam(defaultValue = "") String repeated,
			HttpServletRequest request, HttpServletResponse response, Model model, RedirectAttributes flash) throws ServletException, IOException {
		var claim = claim(typed);
		if (claim == null) {
			return beginAgain(response, model);
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
		var caller = callers.named(callers.of(request));
		return answer(claim, open(claim, code, newPassword, caller), "code", accounts.isFree() ? "signIn.code.wrong.free" : "signIn.code.wrong",
				caller, request, response, model, flash);
	}

	/** @return what was typed on the first page; null when it was not typed here, or too long ago */
	private Claim claim(String typed) {
		return sealed.open(CLAIM, typed).map(text -> {
			try {
				return json.readValue(text, Claim.class);
			} catch (JsonProcessingException impossible) {
				throw new IllegalStateException(impossible);
			}
		}).orElse(null);
	}

	private String seal(Claim claim) {
		try {
			return sealed.seal(CLAIM, json.writeValueAsString(claim), CLAIM_FOR);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}

	private String beginAgain(HttpServletResponse response, Model model) {
		model.addAttribute("typed", new Typed());
		return again(FIRST_PAGE, Map.of("", texts.text("signIn.expired")), response, model);
	}

	private Admission open(Claim claim, String code, String newPassword, Caller caller) {
		try {
			return signIn.open(claim, code, newPassword, caller);
		} catch (DataIntegrityViolationException | ConcurrencyFailureException meanwhile) {
			// The same code was used in another window: that one holds.
			return new Admission.Refused();
		}
	}

	/** @return null when the form that was kept has been carried out, and answered */
	private String answer(Claim claim, Admission admission, String field, String refusal, Caller caller, HttpServletRequest request,
			HttpServletResponse response, Model model, RedirectAttributes flash) throws ServletException, IOException {
		if (admission instanceof Admission.Admitted admitted) {
			session.signIn(admitted.principal(), request, response);
			callers.remember(caller, request, response);
			if (kept.goOn((String) model.getAttribute("kept"), admitted.principal(), request, response)) {
				return null;
			}
			if (model.getAttribute("kept") != null) {
				flash.addFlashAttribute("warning", texts.text("signIn.kept.other"));
				return "redirect:/portal";
			}
			return "redirect:" + model.getAttribute("wanted");
		}
		if (admission instanceof Admission.Exhausted exhausted) {
			return tooOften(exhausted.retryAfter(), response, model);
		}
		auditRefusal(claim, field, request);
		return again(PASSWORD_PAGE, Map.of(field, texts.text(refusal)), response, model);
	}

	/** Whether the account exists or not takes the same statements. Attempts beyond the limits are not even looked at. */
	private void auditRefusal(Claim claim, String step, HttpServletRequest request) {
		var id = accounts.idOf(claim);
		var who = id.isPresent() ? AuditTrail.applicant(id.getAsLong()) : "applicant:unknown";
		audit.recordApart(AuditKind.SIGN_IN_REFUSED, who, null, who, Map.of("step", step, "address", request.getRemoteAddr()));
	}

	private String show(Claim claim, Model model) {
		model.addAttribute("name", claim.name());
		model.addAttribute("claim", seal(claim));
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
