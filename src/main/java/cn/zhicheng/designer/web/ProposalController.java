package cn.zhicheng.designer.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.springframework.context.MessageSource;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.RefusedException;
import cn.zhicheng.designer.RehearsalRuns;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Files of models before they are in use: uploaded, compared with the version in use on the drawn process, taken or discarded.
 */
@Controller
@RequestMapping("/designer/proposals")
class ProposalController {

	private static final int MOST_FILES = 20;
	private static final int LONGEST_REASON = 200;
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
	private static final String REPORT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox";
	private static final String LIST = "redirect:/designer/processes";

	private final ModelProposals proposals;
	private final RehearsalRuns rehearsals;
	private final ProcessPage page;
	private final MessageSource messages;

	ProposalController(ModelProposals proposals, RehearsalRuns rehearsals, ProcessPage page, MessageSource messages) {
		this.proposals = proposals;
		this.rehearsals = rehearsals;
		this.page = page;
		this.messages = messages;
	}

	@ModelAttribute
	void only(@AuthenticationPrincipal Staff staff) {
		DesignersOnly.require(staff);
	}

	@PostMapping
	String upload(@AuthenticationPrincipal Staff staff, @RequestParam(defaultValue = "") String reason, @RequestParam(required = false) List<MultipartFile> files,
			HttpServletResponse response, Model model) throws IOException {
		var problems = new ArrayList<String>();
		var given = reason.strip();
		if (given.isEmpty() || given.length() > LONGEST_REASON) {
			problems.add(text(given.isEmpty() ? "designer.reason.missing" : "designer.reason.tooLong", LONGEST_REASON));
		}
		var content = read(files == null ? List.of() : files, problems);
		if (problems.isEmpty()) {
			try {
				return "redirect:/designer/proposals/" + proposals.propose(staff.userId(), given, content);
			} catch (RefusedException refused) {
				refused.getMessage().lines().forEach(problems::add);
			}
		}
		model.addAttribute("uploadProblems", problems);
		model.addAttribute("reason", reason);
		response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
		return page.show(model, response);
	}

	private Map<String, byte[]> read(List<MultipartFile> files, List<String> problems) throws IOException {
		var content = new TreeMap<String, byte[]>();
		var chosen = files.stream().filter(file -> !file.isEmpty()).toList();
		if (chosen.isEmpty() || chosen.size() > MOST_FILES) {
			problems.add(chosen.isEmpty() ? text("proposals.upload.none") : text("proposals.upload.tooMany", MOST_FILES));
			return content;
		}
		for (var file : chosen) {
			// Some browsers send the folders, too.
			var name = String.valueOf(file.getOriginalFilename()).replaceAll(".*[/\\\\]", "");
			if (!NAME.matcher(name).matches()) {
				problems.add(text("proposals.upload.name", name.length() > 100 ? name.substring(0, 100) : name));
			} else if (content.put(name, file.getBytes()) != null) {
				problems.add(text("proposals.upload.twice", name));
			}
		}
		return content;
	}

	@GetMapping("/{id}")
	String show(@AuthenticationPrincipal Staff staff, @PathVariable long id, Model model, HttpServletResponse response, RedirectAttributes flash) {
		var view = proposals.find(id, staff.userId());
		if (view.isEmpty()) {
			flash.addFlashAttribute("warning", text("proposals.gone"));
			return LIST;
		}
		model.addAttribute("view", view.get());
		var rehearsal = rehearsals.of(id).orElse(null);
		model.addAttribute("rehearsal", rehearsal);
		// A reason that is being typed is not to be lost.
		if (rehearsal != null && rehearsal.state() == RehearsalRuns.State.RUNNING && !view.get().second()) {
			response.setHeader("Refresh", "10");
		}
		model.addAttribute("time", DesignerController.TIME);
		return "designer/proposal";
	}

	/** @param inUse whether it is the version in use that is asked for */
	@GetMapping("/{id}/file")
	ResponseEntity<byte[]> file(@PathVariable long id, @RequestParam String name, @RequestParam(defaultValue = "false") boolean inUse) {
		return (inUse ? proposals.inUse(id, name) : proposals.file(id, name)).map(content -> DesignerController.download(name.replaceAll(".*/", ""), content))
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	@PostMapping("/{id}/confirmation")
	String confirm(@AuthenticationPrincipal Staff staff, @PathVariable long id, @RequestParam(defaultValue = "") String base,
			@RequestParam(required = false) String emergency, Model model, HttpServletResponse response, RedirectAttributes flash) {
		try {
			proposals.confirm(id, staff.userId(), base, emergency);
		} catch (RefusedException refused) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("refusals", refused.getMessage().lines().toList());
			model.addAttribute("emergency", emergency);
			return show(staff, id, model, response, flash);
		}
		flash.addFlashAttribute("message", text("proposals.done"));
		return LIST;
	}

	/** The same made-up campaign twice, with what is in use and with what is proposed. */
	@PostMapping("/{id}/rehearsal")
	String rehearse(@PathVariable long id, RedirectAttributes flash) {
		var files = proposals.files(id);
		if (files.isEmpty()) {
			flash.addFlashAttribute("warning", text("proposals.gone"));
			return LIST;
		}
		if (!rehearsals.start(id, proposals.inUse(), files.get())) {
			flash.addFlashAttribute("warning", text("proposals.rehearsal.busy"));
		}
		return "redirect:/designer/proposals/" + id;
	}

	/** Complete in itself, and without a script. */
	@GetMapping("/{id}/rehearsal")
	ResponseEntity<byte[]> report(@PathVariable long id) {
		return rehearsals.report(id).map(report -> ResponseEntity.ok().contentType(MediaType.TEXT_HTML).header("Content-Security-Policy", REPORT).body(report))
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	@PostMapping("/{id}/discard")
	String discard(@AuthenticationPrincipal Staff staff, @PathVariable long id, RedirectAttributes flash) {
		boolean discarded = proposals.discard(id, staff.userId());
		flash.addFlashAttribute(discarded ? "message" : "warning", text(discarded ? "proposals.discarded" : "proposals.gone"));
		return LIST;
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
