package cn.zhicheng.organisation.web;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

import cn.zhicheng.organisation.BeyondReachException;
import cn.zhicheng.security.RefusedRights;
import cn.zhicheng.security.Staff;

/**
 * One answer for every organisation that is not the administrator's, whether it exists or not.
 */
@ControllerAdvice(basePackageClasses = OrganisationAdvice.class)
class OrganisationAdvice {

	private final OrganisationTexts texts;
	private final RefusedRights refused;

	OrganisationAdvice(OrganisationTexts texts, RefusedRights refused) {
		this.texts = texts;
		this.refused = refused;
	}

	@ExceptionHandler
	ModelAndView beyondReach(BeyondReachException beyond, @AuthenticationPrincipal Staff staff) {
		if (staff != null) {
			refused.tell(staff.userId(), "rights.beyondReach", "organisation:" + beyond.organisation());
		}
		var page = new ModelAndView("error", HttpStatus.NOT_FOUND);
		page.addObject("staffAccount", staff == null ? null : staff.userId());
		page.addObject("status", HttpStatus.NOT_FOUND.value());
		page.addObject("title", texts.text("organisation.unknown.title"));
		page.addObject("explanation", texts.text("organisation.unknown.text"));
		page.addObject("back", "/staff");
		return page;
	}
}
