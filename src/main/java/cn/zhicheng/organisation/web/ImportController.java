package cn.zhicheng.organisation.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.organisation.OrganisationDesk;
import cn.zhicheng.organisation.OrganisationImport;
import cn.zhicheng.organisation.OrganisationImport.Result;
import cn.zhicheng.organisation.OrganisationWorkbooks;
import cn.zhicheng.security.SealedText;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Import of organisations from a spreadsheet. The first passwords stand, sealed, in the one page that answers the import, from
 * which they are downloaded, and nowhere else.
 */
@Controller
@RequestMapping("/organisation/{code}/import")
class ImportController {

	private static final String PAGE = "organisation/import";
	private static final String ACCOUNTS = "import-accounts/";
	/** Long enough to find a place for the file. */
	private static final Duration ACCOUNTS_FOR = Duration.ofHours(1);
	private static final MediaType XLSX = MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

	private final OrganisationDesk desk;
	private final OrganisationImport organisations;
	private final OrganisationWorkbooks workbooks;
	private final SealedText sealed;
	private final OrganisationTexts texts;

	ImportController(OrganisationDesk desk, OrganisationImport organisations, OrganisationWorkbooks workbooks, SealedText sealed,
			OrganisationTexts texts) {
		this.desk = desk;
		this.organisations = organisations;
		this.workbooks = workbooks;
		this.sealed = sealed;
		this.texts = texts;
	}

	@GetMapping
	String page(@AuthenticationPrincipal Staff staff, @PathVariable String code, Model model) {
		desk.requireBelow(staff, code);
		model.addAttribute("organisation", desk.view(staff, code).organisation());
		return PAGE;
	}

	@GetMapping("/template.xlsx")
	ResponseEntity<byte[]> template(@AuthenticationPrincipal Staff staff, @PathVariable String code) {
		desk.requireBelow(staff, code);
		return download(workbooks.template(), "organisations.xlsx");
	}

	@PostMapping
	String take(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(required = false) MultipartFile file,
			HttpServletResponse response, Model model, RedirectAttributes flash) throws IOException {
		if (file == null || file.isEmpty()) {
			desk.requireBelow(staff, code);
			model.addAttribute("problems", java.util.List.of(texts.text("import.problem.noFile")));
			model.addAttribute("total", 1);
			return again(staff, code, response, model);
		}
		var result = organisations.take(staff, code, file.getBytes());
		if (result instanceof Result.Imported imported) {
			var message = texts.text("import.done", String.valueOf(imported.organisations()), String.valueOf(imported.passwords().size()));
			if (!imported.passwords().isEmpty()) {
				model.addAttribute("message", message);
				model.addAttribute("accounts", sealed.seal(ACCOUNTS + staff.userId(),
						Base64.getEncoder().encodeToString(workbooks.accounts(imported.passwords())), ACCOUNTS_FOR));
				response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
				return page(staff, code, model);
			}
			flash.addFlashAttribute("message", message);
			return "redirect:/organisation/" + code;
		}
		var refused = (Result.Refused) result;
		model.addAttribute("problems", refused.problems().stream().map(texts::text).toList());
		model.addAttribute("total", refused.total());
		return again(staff, code, response, model);
	}

	private String again(Staff staff, String code, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		return page(staff, code, model);
	}

	/** @param accounts from the page that answered the import; it can be sent as long as that is open */
	@PostMapping("/accounts")
	Object accounts(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(defaultValue = "") String accounts,
			RedirectAttributes flash) {
		desk.requireBelow(staff, code);
		var workbook = sealed.open(ACCOUNTS + staff.userId(), accounts);
		if (workbook.isEmpty()) {
			flash.addFlashAttribute("warning", texts.text("import.accounts.gone"));
			return "redirect:/organisation/" + code + "/import";
		}
		return download(Base64.getDecoder().decode(workbook.get()), "accounts.xlsx");
	}

	private static ResponseEntity<byte[]> download(byte[] workbook, String name) {
		return ResponseEntity.ok().contentType(XLSX).header(HttpHeaders.CACHE_CONTROL, "no-store")
				.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString()).body(workbook);
	}
}
