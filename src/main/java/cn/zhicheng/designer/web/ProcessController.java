package cn.zhicheng.designer.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.designer.ModelVersions;
import cn.zhicheng.designer.ProcessModels;
import cn.zhicheng.designer.ProcessModels.Proposal;
import cn.zhicheng.designer.RefusedException;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Versions of processes and decision tables, of which an earlier one can be taken again, and how what runs on an earlier
 * version of a process is moved to the latest: the system proposes where each step goes, the designer confirms, and sees in
 * numbers what moves and what stays before anything does.
 */
@Controller
@RequestMapping("/designer/processes")
class ProcessController {

	private static final String STEP = "step.";

	private final ProcessModels models;
	private final ModelVersions versions;
	private final ProcessPage page;
	private final MessageSource messages;

	ProcessController(ProcessModels models, ModelVersions versions, ProcessPage page, MessageSource messages) {
		this.models = models;
		this.versions = versions;
		this.page = page;
		this.messages = messages;
	}

	@ModelAttribute
	void only(@AuthenticationPrincipal Staff staff) {
		DesignersOnly.require(staff);
	}

	@GetMapping
	String list(Model model, HttpServletResponse response) {
		return page.show(model, response);
	}

	@GetMapping("/{version}/file")
	ResponseEntity<byte[]> download(@PathVariable String version) {
		return versions.file(version).map(file -> DesignerController.download(file.name(), file.content()))
				.orElseGet(() -> ResponseEntity.notFound().build());
	}

	@GetMapping("/{version}/diagram")
	String diagram(@PathVariable String version, Model model) {
		model.addAttribute("version", version);
		model.addAttribute("name", versions.title(version).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
		return "designer/diagram";
	}

	/** What taking it again changes is shown first. */
	@PostMapping("/{version}/again")
	String takeAgain(@AuthenticationPrincipal Staff staff, @PathVariable String version, Model model, HttpServletResponse response) {
		try {
			var proposal = versions.takeAgain(version, staff.userId()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
			return "redirect:/designer/proposals/" + proposal;
		} catch (RefusedException refused) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			model.addAttribute("faults", refused.getMessage().lines().toList());
			return list(model, response);
		}
	}

	@GetMapping("/{version}")
	String proposal(@PathVariable String version, Model model) {
		var proposal = find(version);
		var mapping = new LinkedHashMap<String, String>();
		proposal.steps().forEach(step -> step.proposed().ifPresent(target -> mapping.put(step.id(), target)));
		return page(proposal, mapping, false, model);
	}

	@PostMapping("/{version}/trial")
	String tryOut(@PathVariable String version, @RequestParam Map<String, String> typed, Model model) {
		var proposal = find(version);
		return page(proposal, mapping(proposal, typed), true, model);
	}

	@PostMapping("/{version}")
	String migrate(@AuthenticationPrincipal Staff staff, @PathVariable String version, @RequestParam Map<String, String> typed, Model model,
			RedirectAttributes flash, HttpServletResponse response) {
		var proposal = find(version);
		var mapping = mapping(proposal, typed);
		if (!models.tryOut(proposal, mapping).faults().isEmpty()) {
			response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
			return page(proposal, mapping, true, model);
		}
		var batch = models.migrate(proposal, mapping, staff.userId());
		flash.addFlashAttribute("message", text(batch.isPresent() ? "processes.begun" : "processes.nothing"));
		return "redirect:/designer/processes";
	}

	private String page(Proposal proposal, Map<String, String> mapping, boolean tried, Model model) {
		model.addAttribute("proposal", proposal);
		model.addAttribute("mapping", mapping);
		if (tried) {
			model.addAttribute("trial", models.tryOut(proposal, mapping));
		}
		return "designer/migration";
	}

	/** Only steps and elements of the proposal; whatever else came is no answer to it. */
	private static Map<String, String> mapping(Proposal proposal, Map<String, String> typed) {
		var mapping = new LinkedHashMap<String, String>();
		for (var step : proposal.steps()) {
			var target = typed.getOrDefault(STEP + step.id(), "");
			if (step.candidates().stream().anyMatch(candidate -> candidate.id().equals(target))) {
				mapping.put(step.id(), target);
			}
		}
		return mapping;
	}

	private Proposal find(String version) {
		return models.proposal(version).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
