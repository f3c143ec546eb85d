package cn.zhicheng.filing.web;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

import cn.zhicheng.filing.Filing;
import cn.zhicheng.security.ApplicantPrincipal;

/**
 * What all pages of the portal have in common: the name in their head, and one answer for every record that is not the
 * person's own.
 */
@ControllerAdvice(basePackageClasses = PortalAdvice.class)
class PortalAdvice {

	private final PageTexts texts;

	PortalAdvice(PageTexts texts) {
		this.texts = texts;
	}

	/** @return name of the person signed in; null on the pages of the sign-in */
	@ModelAttribute("person")
	String person(@AuthenticationPrincipal ApplicantPrincipal person) {
		return person == null ? null : person.name();
	}

	@ExceptionHandler
	ModelAndView unknownRecord(Filing.UnknownRecordException unknown, @AuthenticationPrincipal ApplicantPrincipal person) {
		var page = new ModelAndView("error", HttpStatus.NOT_FOUND);
		page.addObject("person", person(person));
		page.addObject("status", HttpStatus.NOT_FOUND.value());
		page.addObject("title", texts.text("portal.unknownRecord.title"));
		page.addObject("explanation", texts.text("portal.unknownRecord.text"));
		page.addObject("back", "/portal");
		return page;
	}
}
