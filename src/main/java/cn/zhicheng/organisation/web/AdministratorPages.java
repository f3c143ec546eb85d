package cn.zhicheng.organisation.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import cn.zhicheng.organisation.AdministratorChange;
import cn.zhicheng.organisation.AdministratorChanges;
import cn.zhicheng.organisation.AdministratorChanges.Asked;
import cn.zhicheng.organisation.AdministratorChanges.Place;
import cn.zhicheng.organisation.AdministratorChanges.Waiting;
import cn.zhicheng.organisation.AdministratorChanges.Wanted;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.Outcome.Refused;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffPaths;

/**
 * Who keeps the installation and administers its topmost organisations: where one of them asks for a change and another one
 * confirms it. For everybody else there is no such page.
 */
@Controller
@RequestMapping(StaffPaths.HOME + "/administrators")
class AdministratorPages {

	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

	private final AdministratorChanges changes;
	private final OrganisationTexts texts;

	AdministratorPages(AdministratorChanges changes, OrganisationTexts texts) {
		this.changes = changes;
		this.texts = texts;
	}

	/** A request as the page shows it. */
	record WaitingView(long id, String what, String where, String account, String reason, String by, String at, String until, boolean own, String aloneFrom) {
	}

	/** A role or an organisation, and its administrators in one line. */
	record PlaceView(String code, String name, String administrators) {
	}

	@GetMapping
	String list(@AuthenticationPrincipal Staff staff, Model model) {
		model.addAttribute("waiting", changes.waiting(staff).stream().map(this::view).toList());
		model.addAttribute("places", changes.places(staff).stream().map(this::view).toList());
		model.addAttribute("kinds", AdministratorChange.values());
		return "organisation/administrators";
	}

	private WaitingView view(Waiting one) {
		return new WaitingView(one.id(), texts.text(one.kind().messageKey()), one.place(), one.name() == null ? one.account() : one.account() + " " + one.name(),
				one.reason(), one.askedBy(), moment(one.askedAt()), moment(one.until()), one.own(),
				one.own() && one.aloneFrom() != null ? moment(one.aloneFrom()) : null);
	}

	private PlaceView view(Place place) {
		return new PlaceView(place.code(), place.name(), place.administrators().stream().map(one -> (one.userId() + " " + one.name()).strip())
				.collect(Collectors.joining("、")));
	}

	private static String moment(Instant at) {
		return MOMENT.format(at);
	}

	@PostMapping
	String ask(@AuthenticationPrincipal Staff staff, @RequestParam AdministratorChange kind, @RequestParam(defaultValue = "") String organisation,
			@RequestParam(defaultValue = "") String account, @RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "") String reason,
			RedirectAttributes flash) {
		var wanted = new Wanted(kind, organisation, account, name, reason);
		if (!done(changes.ask(staff, wanted), flash)) {
			flash.addFlashAttribute("typed", wanted);
		}
		return back();
	}

	@PostMapping("/{id}/confirmation")
	String confirm(@AuthenticationPrincipal Staff staff, @PathVariable long id, @RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
		done(changes.confirm(staff, id, reason), flash);
		return back();
	}

	@PostMapping("/{id}/refusal")
	String refuse(@AuthenticationPrincipal Staff staff, @PathVariable long id, @RequestParam(defaultValue = "") String reason, RedirectAttributes flash) {
		if (changes.refuse(staff, id, reason) instanceof Refused<?> refused) {
			refuse(refused, flash);
		} else {
			flash.addFlashAttribute("message", texts.text("administrators.refused"));
		}
		return back();
	}

	private boolean done(Outcome<Asked> outcome, RedirectAttributes flash) {
		if (outcome instanceof Outcome.Done<Asked> done) {
			flash.addFlashAttribute("message", texts.text(done.value().waits() ? "administrators.asked" : "administrators.done"));
			done.value().password().ifPresent(issued -> flash.addFlashAttribute("issued", issued));
			return true;
		}
		refuse((Refused<?>) outcome, flash);
		return false;
	}

	private void refuse(Refused<?> refused, RedirectAttributes flash) {
		// Above the form, a sentence about one of its fields has to say which.
		List<String> sentences = refused.problems().stream().map(one -> one.field() == null ? texts.text(one)
				: texts.text("administrators.problem.at", texts.text(one.field().labelKey()), texts.text(one))).toList();
		flash.addFlashAttribute("warning", String.join("；", sentences));
	}

	private static String back() {
		return "redirect:" + StaffPaths.HOME + "/administrators";
	}
}
