package cn.zhicheng.filing.web;

import java.io.IOException;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import cn.zhicheng.evidence.Evidence;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.PageImages;
import cn.zhicheng.evidence.PageUnavailableException;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.ServedPicture;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Evidence of an own record: its pages as pictures, and uploads by script, which are answered with the place of the file in
 * the form.
 */
@Controller
@RequestMapping("/portal/records/{number}/evidence")
class EvidenceController {

	/** Tells the script which version the form goes on with. */
	static final String VERSION_HEADER = "Record-Version";

	private static final String SLOT = "portal/slot :: slot(slot=${slot})";

	private final Filing filing;
	private final EvidenceArchive archive;
	private final PageImages pages;
	private final EvidenceUploads uploads;
	private final RecordForms forms;

	EvidenceController(Filing filing, EvidenceArchive archive, PageImages pages, EvidenceUploads uploads, RecordForms forms) {
		this.filing = filing;
		this.archive = archive;
		this.pages = pages;
		this.uploads = uploads;
		this.forms = forms;
	}

	/** @param page from 1 */
	@GetMapping("/{evidenceId:\\d+}/pages/{page}")
	ResponseEntity<byte[]> page(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number,
			@PathVariable long evidenceId, @PathVariable int page) {
		return archive.find(own(person, number).id(), evidenceId).filter(Evidence::isCurrent)
				.filter(file -> page >= 1 && page <= file.getPages())
				.map(file -> ServedPicture.of(pages.page(file, page), "evidence-" + evidenceId + "-" + page + ".jpg"))
				.orElseGet(() -> ResponseEntity.notFound().build());
	}

	@PostMapping("/{kind:[A-Z_]+}")
	String upload(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, @PathVariable EvidenceKind kind,
			@RequestParam MultipartFile file, @RequestParam int version, HttpServletResponse response, Model model) throws IOException {
		return answer(person, number, kind, uploads.take(person.id(), number, kind, file, version), response, model);
	}

	@PostMapping("/{evidenceId:\\d+}/removal")
	String remove(@AuthenticationPrincipal ApplicantPrincipal person, @PathVariable String number, @PathVariable long evidenceId,
			@RequestParam EvidenceKind kind, @RequestParam int version, HttpServletResponse response, Model model) {
		return answer(person, number, kind, uploads.remove(person.id(), number, evidenceId, version), response, model);
	}

	private String answer(ApplicantPrincipal person, String number, EvidenceKind kind, EvidenceUploads.Upload upload,
			HttpServletResponse response, Model model) {
		response.setHeader(VERSION_HEADER, Integer.toString(upload.version()));
		if (upload.refusal().isPresent()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		}
		model.addAttribute("slot", forms.slot(own(person, number), kind, upload.refusal().map(List::of).orElse(List.of())));
		return SLOT;
	}

	@ExceptionHandler
	ResponseEntity<Void> notDrawn(PageUnavailableException unavailable) {
		return ResponseEntity.status(unavailable.isBusy() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNPROCESSABLE_ENTITY).build();
	}

	private TitleRecord own(ApplicantPrincipal person, String number) {
		return filing.find(person.id(), number).orElseThrow(Filing.UnknownRecordException::new);
	}
}
