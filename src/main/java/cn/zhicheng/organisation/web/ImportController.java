package cn.zhicheng.organisation.web;

import java.io.IOException;

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
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

/**
 * Import of organisations from a spreadsheet. The first passwords wait in the session until they are downloaded, once, and
 * are nowhere else.
 */
@Controller
@RequestMapping("/organisation/{code}/import")
class ImportController {

	private static final String PAGE = "organisation/import";
	private static final String ACCOUNTS = "organisation.import.accounts";
	private static final MediaType XLSX = MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

	private final OrganisationDesk desk;
	private final OrganisationImport organisations;
	private final OrganisationWorkbooks workbooks;
	private final OrganisationTexts texts;

	ImportController(OrganisationDesk desk, OrganisationImport organisations, OrganisationWorkbooks workbooks, OrganisationTexts texts) {
		this.desk = desk;
		this.organisations = organisations;
		this.workbooks = workbooks;
		this.texts = texts;
	}

	@GetMapping
	String page(@AuthenticationPrincipal Staff staff, @PathVariable String code, HttpSession session, Model model) {
		desk.requireBelow(staff, code);
		model.addAttribute("organisation", desk.view(staff, code).organisation());
		model.addAttribute("accounts", session.getAttribute(ACCOUNTS) != null);
		return PAGE;
	}

	@GetMapping("/template.xlsx")
	ResponseEntity<byte[]> template(@AuthenticationPrincipal Staff staff, @PathVariable String code) {
		desk.requireBelow(staff, code);
		return download(workbooks.template(), "organisations.xlsx");
	}

	@PostMapping
	String take(@AuthenticationPrincipal Staff staff, @PathVariable String code, @RequestParam(required = false) MultipartFile file,
			HttpSession session, HttpServletResponse response, Model model, RedirectAttributes flash) throws IOException {
		if (file == null || file.isEmpty()) {
			desk.requireBelow(staff, code);
			model.addAttribute("problems", java.util.List.of(texts.text("import.problem.noFile")));
			model.addAttribute("total", 1);
			return again(staff, code, session, response, model);
		}
		var result = organisations.take(staff, code, file.getBytes());
		if (result instanceof Result.Imported imported) {
			flash.addFlashAttribute("message", texts.text("import.done", String.valueOf(imported.organisations()),
					String.valueOf(imported.passwords().size())));
			if (!imported.passwords().isEmpty()) {
				session.setAttribute(ACCOUNTS, workbooks.accounts(imported.passwords()));
				return "redirect:/organisation/" + code + "/import";
			}
			return "redirect:/organisation/" + code;
		}
		var refused = (Result.Refused) result;
		model.addAttribute("problems", refused.problems().stream().map(texts::text).toList());
		model.addAttribute("total", refused.total());
		return again(staff, code, session, response, model);
	}

	private String again(Staff staff, String code, HttpSession session, HttpServletResponse response, Model model) {
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		return page(staff, code, session, model);
	}

	@PostMapping("/accounts")
	Object accounts(@AuthenticationPrincipal Staff staff, @PathVariable String code, HttpSession session, RedirectAttributes flash) {
		desk.requireBelow(staff, code);
		var accounts = (byte[]) session.getAttribute(ACCOUNTS);
		session.removeAttribute(ACCOUNTS);
		if (accounts == null) {
			flash.addFlashAttribute("warning", texts.text("import.accounts.gone"));
			return "redirect:/organisation/" + code + "/import";
		}
		return download(accounts, "accounts.xlsx");
	}

	private static ResponseEntity<byte[]> download(byte[] workbook, String name) {
		return ResponseEntity.ok().contentType(XLSX).header(HttpHeaders.CACHE_CONTROL, "no-store")
				.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString()).body(workbook);
	}
}
