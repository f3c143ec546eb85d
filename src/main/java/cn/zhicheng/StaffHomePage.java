package cn.zhicheng;

import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import cn.zhicheng.alert.Alerts;
import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.filing.AccountClaims;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.review.LapseConfirmations;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffPaths;
import cn.zhicheng.security.StaffRole;
import cn.zhicheng.security.StaffSignOn;

/**
 * Where a member of staff arrives: for whom the account acts, where its work is, and when it was signed on last.
 */
@Controller
class StaffHomePage {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy年M月d日 HH:mm").withZone(Deadline.ZONE);

	private final StaffSignOn signOn;
	private final StaffAccounts accounts;
	private final OrganisationDirectory organisations;
	private final LapseConfirmations lapses;
	private final AccountClaims claims;
	private final Alerts alerts;

	StaffHomePage(StaffSignOn signOn, StaffAccounts accounts, OrganisationDirectory organisations, LapseConfirmations lapses,
			AccountClaims claims, Alerts alerts) {
		this.signOn = signOn;
		this.accounts = accounts;
		this.organisations = organisations;
		this.lapses = lapses;
		this.claims = claims;
		this.alerts = alerts;
	}

	@GetMapping(StaffPaths.HOME)
	String home(@AuthenticationPrincipal Staff staff, Model model) {
		boolean supervises = staff.has(StaffRole.SUPERVISOR);
		model.addAttribute("name", accounts.find(staff.userId()).map(StaffAccounts.Account::name).orElse(staff.userId()));
		model.addAttribute("reviewsFor", names(staff.reviewedOrganisations()));
		model.addAttribute("administers", names(staff.administeredOrganisations()));
		model.addAttribute("supervises", names(staff.supervisedOrganisations()));
		model.addAttribute("units", units(staff));
		model.addAttribute("tasklist", supervises || staff.isReviewer() || !staff.supervisedOrganisations().isEmpty()
				|| !staff.administeredOrganisations().isEmpty());
		model.addAttribute("cockpit", supervises || staff.has(StaffRole.DESIGNER));
		model.addAttribute("designer", staff.has(StaffRole.DESIGNER));
		model.addAttribute("admin", staff.has(StaffRole.ADMINISTRATOR));
		model.addAttribute("confirmsAdministrators", staff.has(StaffRole.ADMINISTRATOR) || staff.has(StaffRole.SECURITY));
		model.addAttribute("security", staff.has(StaffRole.SECURITY));
		model.addAttribute("alerts", alerts.waitingFor(staff));
		model.addAttribute("auditor", staff.has(StaffRole.AUDITOR));
		model.addAttribute("claims", organisations.findAll(claims.waitingFor(staff).keySet()));
		model.addAttribute("lapses", lapses.seenBy(staff).size());
		model.addAttribute("secondFactor", signOn.hasSecondFactor(staff));
		signOn.previous(staff).ifPresent(previous -> {
			model.addAttribute("previousAt", TIME.format(previous.at()));
			model.addAttribute("previousFrom", previous.address());
		});
		return "staff/home";
	}

	/** Those whose roster the account keeps. */
	private List<Organisation> units(Staff staff) {
		return Stream.of(staff.reviewedOrganisations(), staff.administeredOrganisations()).flatMap(Collection::stream).distinct().sorted()
				.flatMap(code -> organisations.find(code).stream()).filter(found -> found.kind().employs() && found.isOpen()).toList();
	}

	private List<String> names(Collection<String> codes) {
		return codes.stream().sorted().map(organisations::nameOf).toList();
	}
}
