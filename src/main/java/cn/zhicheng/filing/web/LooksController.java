package cn.zhicheng.filing.web;

import java.util.List;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.OwnDataExport;
import cn.zhicheng.filing.RecordTexts;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.ApplicantPrincipal;
import cn.zhicheng.security.PersonalDataLook;
import cn.zhicheng.security.PersonalDataLooks;

/**
 * 谁查看过我的信息: shows a person who has seen own data in full, for which organisation, when and what.
 */
@Controller
class LooksController {

	private static final int PAGE = 20;

	private final Filing filing;
	private final PersonalDataLooks looks;
	private final OrganisationDirectory organisations;
	private final RecordTexts recordTexts;
	private final PageTexts texts;

	LooksController(Filing filing, PersonalDataLooks looks, OrganisationDirectory organisations, RecordTexts recordTexts,
			PageTexts texts) {
		this.filing = filing;
		this.looks = looks;
		this.organisations = organisations;
		this.recordTexts = recordTexts;
		this.texts = texts;
	}

	/**
	 * @param organisation its name; a sentence for one who acts for none
	 * @param account account name
	 */
	record Look(String when, String organisation, String account, String number, String what) {
	}

	/** @param before id of the last look of the page before; none for the latest looks */
	@GetMapping("/portal/looks")
	String looks(@AuthenticationPrincipal ApplicantPrincipal person, @RequestParam(required = false) Long before, Model model) {
		var numbers = filing.recordsOf(person.id()).stream().map(TitleRecord::number).toList();
		var found = numbers.isEmpty() ? List.<PersonalDataLook>of() : looks.latest(numbers, before, PAGE + 1);
		model.addAttribute("looks", found.stream().limit(PAGE).map(this::look).toList());
		model.addAttribute("earlier", found.size() > PAGE ? found.get(PAGE - 1).id() : null);
		model.addAttribute("latest", before == null);
		return "portal/looks";
	}

	private Look look(PersonalDataLook look) {
		return new Look(ChinaTime.moment(look.at()),
				look.organisationCode() == null ? texts.text("looks.noOrganisation") : organisations.nameOf(look.organisationCode()),
				look.userId(), look.recordNumber(), recordTexts.label(OwnDataExport.keyOf(look)));
	}
}
