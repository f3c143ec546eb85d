package cn.zhicheng.designer.web;

import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.deadline.DeadlinePublication;
import cn.zhicheng.deadline.DeadlinePublications;
import cn.zhicheng.deadline.Stage;
import cn.zhicheng.designer.DatePreview;
import cn.zhicheng.designer.DeadlineModels;
import cn.zhicheng.designer.ProposedException;
import cn.zhicheng.designer.RefusedException;
import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The table of dates: what is in force, who published what, edit or upload it, see what it would do, publish it or an earlier
 * one again.
 */
@Controller
@RequestMapping("/designer")
class DesignerController {

	static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(Deadline.ZONE);
	private static final int LONGEST_REASON = 200;
	private static final String TABLE = "designer/deadlines";

	private final DeadlinePublications publications;
	private final DeadlineModels models;
	private final DatePreview preview;
	private final MessageSource messages;

	DesignerController(DeadlinePublications publications, DeadlineModels models, DatePreview preview, MessageSource messages) {
		this.publications = publications;
		this.models = models;
		this.preview = preview;
		this.messages = messages;
	}

	@ModelAttribute
	void only(@AuthenticationPrincipal Staff staff) {
		DesignersOnly.require(staff);
	}

	/** A publication as the page lists it. */
	record Listed(long id, int version, String at, String by, String reason) {
	}

	@GetMapping
	String home(Model model, HttpServletResponse response) {
		var latest = publications.latest();
		model.addAttribute("publications", latest.stream().map(this::listed).toList());
		var progress = latest.stream().findFirst().flatMap(DeadlinePublication::batch).flatMap(models::progress);
		model.addAttribute("progress", progress.orElse(null));
		if (progress.isPresent()) {
			// The page shows how it goes on, without a script.
			response.setHeader("Refresh", "3");
		}
		return "designer/home";
	}

	private Listed listed(DeadlinePublication publication) {
		return new Listed(publication.id(), publication.version(), TIME.format(publication.publishedAt()), publication.publishedBy(),
				publication.reason().orElse(null));
	}

	/** @param from id of an earlier publication to begin with; absent: what is in force */
	@GetMapping("/deadlines")
	String table(@RequestParam(required = false) Long from, Model model) {
		var earlier = find(from);
		var file = earlier.map(DeadlinePublication::decision).map(models::version).orElseGet(models::inForce);
		var typed = TypedTable.of(file, models.rows(file), inForce());
		earlier.ifPresent(one -> typed.setReason(text("designer.restore.reason", one.version())));
		return page(typed, model);
	}

	@GetMapping("/deadlines/{publication}/deadlines.dmn")
	ResponseEntity<byte[]> download(@PathVariable long publication) {
		return find(publication).map(one -> download("deadlines.dmn", models.version(one.decision())))
				.orElseGet(() -> ResponseEntity.notFound().build());
	}

	static ResponseEntity<byte[]> download(String name, byte[] content) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_XML)
				.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString()).body(content);
	}

	/** What was typed, or a file that was chosen, is looked at; nothing is changed. */
	@PostMapping("/deadlines/preview")
	String preview(@ModelAttribute("table") TypedTable typed, @RequestParam(required = false) MultipartFile file, Model model,
			HttpServletResponse response) throws IOException {
		if (file != null && !file.isEmpty()) {
			var uploaded = TypedTable.of(file.getBytes(), models.rows(file.getBytes()), typed.getExpected());
			uploaded.setReason(typed.getReason());
			uploaded.setPastDatesMeant(typed.isPastDatesMeant());
			return show(uploaded, file.getBytes(), model, response);
		}
		return show(typed, models.withRows(typed.file(), typed.typedRows()), model, response);
	}

	private String show(TypedTable typed, byte[] file, Model model, HttpServletResponse response) {
		var reading = models.read(file, typed.isPastDatesMeant());
		if (reading.faults().isEmpty()) {
			model.addAttribute("preview", preview.of(reading.table().orElseThrow()));
			// From here on the file is what is published, with the rows that were typed.
			var shown = TypedTable.of(file, models.rows(file), typed.getExpected());
			shown.setReason(typed.getReason());
			shown.setPastDatesMeant(typed.isPastDatesMeant());
			return page(shown, model);
		}
		model.addAttribute("faults", reading.faults());
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		return page(typed, model);
	}

	@PostMapping("/deadlines")
	String publish(@ModelAttribute("table") TypedTable typed, Model model, HttpServletResponse response, RedirectAttributes flash) {
		var file = typed.file();
		if (typed.getReason().isEmpty() || typed.getReason().length() > LONGEST_REASON) {
			model.addAttribute("reasonProblem", text(typed.getReason().isEmpty() ? "designer.reason.missing" : "designer.reason.tooLong", LONGEST_REASON));
			return show(typed, file, model, response);
		}
		try {
			models.publish(file, typed.getExpected(), typed.getReason(), typed.isPastDatesMeant());
		} catch (DeadlineModels.OvertakenException overtaken) {
			model.addAttribute("overtaken", true);
			// Compared with what is in force now, the same can be published after another look.
			typed.setExpected(inForce());
			return show(typed, file, model, response);
		} catch (ProposedException proposed) {
			flash.addFlashAttribute("message", proposed.getMessage());
			return "redirect:/designer/proposals/" + proposed.proposal();
		} catch (RefusedException refused) {
			model.addAttribute("faults", refused.getMessage().lines().toList());
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			return page(typed, model);
		}
		flash.addFlashAttribute("message", text("designer.published"));
		return "redirect:/designer";
	}

	private String page(TypedTable typed, Model model) {
		typed.removeBlankRows();
		model.addAttribute("table", typed);
		model.addAttribute("stages", List.of(Stage.values()));
		model.addAttribute("levels", List.of(OrganisationLevel.values()));
		return TABLE;
	}

	private Optional<DeadlinePublication> find(Long id) {
		return publications.latest().stream().filter(one -> Long.valueOf(one.id()).equals(id)).findFirst();
	}

	private long inForce() {
		return publications.inForce().map(DeadlinePublication::id).orElse(0L);
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
