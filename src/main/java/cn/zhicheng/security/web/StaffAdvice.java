package cn.zhicheng.security.web;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

import cn.zhicheng.security.Staff;

/**
 * What the head of every page shows of a member of staff who is signed on.
 */
@ControllerAdvice
class StaffAdvice {

	/** @return account name; null when no member of staff asks */
	@ModelAttribute("staffAccount")
	String staffAccount(@AuthenticationPrincipal Staff staff) {
		return staff == null ? null : staff.userId();
	}
}
