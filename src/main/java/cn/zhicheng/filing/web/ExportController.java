package cn.zhicheng.filing.web;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.AccountResets;
import cn.zhicheng.filing.ApplicantSignIn;
import cn.zhicheng.filing.OwnDataExport;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditTrail;
import cn.zhicheng.security.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * 导出我的数据: everything that is kept of a person as a ZIP with a page to read, a JSON file, its description, and the files
 * of evidence. Asks for the password again, since it holds all numbers in full; never lies on the server.
 */
@Controller
@RequestMapping("/portal/export")
class ExportController {

	private static final String PAGE = "portal/export";

	private final ApplicantSignIn signIn;
	private final Callers callers;
	private final OwnDataExport export;
	private final AccountResets resets;
	private final AuditTrail audit;
	private final ITemplateEngine templates;
	private final ObjectMapper json;
	private final PageTexts texts;
	private final Clock clock;

	ExportController(ApplicantSignIn signIn, Callers callers, OwnDataExport export, AccountResets resets, AuditTrail audit, ITemplateEngine templates, ObjectMapper json,
			PageTexts texts, Clock clock) {
		this.signIn = signIn;
		this.callers = callers;
		this.export = export;
		this.resets = resets;
		this.audit = audit;
		this.templates = templates;
		this.json = json.copy().enable(SerializationFeature.INDENT_OUTPUT).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
				.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
		this.texts = texts;
		this.clock = clock;
	}

	@GetMapping
	String ask(@AuthenticationPrincipal ApplicantPrincipal person, Model model) {
		isLocked(person, model);
		return PAGE;
	}

	private boolean isLocked(ApplicantPrincipal person, Model model) {
		var until = resets.exportLockedUntil(person.id());
		until.ifPresent(moment -> model.addAttribute("locked", texts.text("export.locked", ChinaTime.moment(moment))));
		return until.isPresent();
	}

	/** @return the page again when the password is not right or the export is locked; otherwise null, the answer is written here */
	@PostMapping
	String export(@AuthenticationPrincipal ApplicantPrincipal person, @RequestParam(defaultValue = "") String password,
			HttpServletRequest request, HttpServletResponse response, Model model) throws IOException {
		if (isLocked(person, model)) {
			response.setStatus(HttpStatus.FORBIDDEN.value());
			return PAGE;
		}
		if (password.isEmpty()) {
			return again("signIn.password.missing", HttpStatus.UNPROCESSABLE_ENTITY, response, model);
		}
		var check = signIn.checkPassword(person.id(), password, callers.of(request));
		if (check == ApplicantSignIn.PasswordCheck.EXHAUSTED) {
			return again("export.tooOften", HttpStatus.TOO_MANY_REQUESTS, response, model);
		}
		if (check == ApplicantSignIn.PasswordCheck.WRONG) {
			var who = AuditTrail.applicant(person.id());
			audit.recordApart(AuditKind.SIGN_IN_REFUSED, who, null, who, Map.of("step", "export", "address", request.getRemoteAddr()));
			return again("export.wrong", HttpStatus.UNPROCESSABLE_ENTITY, response, model);
		}
		write(export.collect(person.id(), request.getRemoteAddr()), response);
		return null;
	}

	private String again(String problem, HttpStatus status, HttpServletResponse response, Model model) {
		response.setStatus(status.value());
		model.addAttribute("problem", texts.text(problem));
		return PAGE;
	}

	private void write(OwnDataExport.Collected collected, HttpServletResponse response) throws IOException {
		var day = LocalDate.ofInstant(clock.instant(), Deadline.ZONE).format(DateTimeFormatter.BASIC_ISO_DATE);
		response.setContentType("application/zip");
		response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				ContentDisposition.attachment().filename("zhicheng-" + day + ".zip").build().toString());
		try (var zip = new ZipOutputStream(response.getOutputStream())) {
			zip.putNextEntry(new ZipEntry("index.html"));
			var context = new Context(Locale.SIMPLIFIED_CHINESE, Map.of("data", collected.data(), "times", new Times()));
			zip.write(templates.process("portal/own-data", context).getBytes(java.nio.charset.StandardCharsets.UTF_8));
			zip.putNextEntry(new ZipEntry("data.json"));
			json.writeValue(zip, collected.data());
			zip.putNextEntry(new ZipEntry("data.schema.json"));
			try (var schema = new ClassPathResource("reference/own-data.schema.json").getInputStream()) {
				schema.transferTo(zip);
			}
			for (var file : collected.files().entrySet()) {
				zip.putNextEntry(new ZipEntry(file.getKey()));
				try (var content = export.open(file.getValue())) {
					content.transferTo(zip);
				}
			}
		}
	}

	/** Moments as the template writes them. */
	static final class Times {

		public String of(java.time.Instant moment) {
			return moment == null ? "" : ChinaTime.moment(moment);
		}
	}
}
