package cn.zhicheng.designer.web;

import org.springframework.security.access.AccessDeniedException;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffRole;

/**
 * What is here is for process designers, whatever else an account may do.
 */
final class DesignersOnly {

	private DesignersOnly() {
	}

	/** @throws AccessDeniedException for everybody else */
	static void require(Staff staff) {
		if (staff == null || !staff.has(StaffRole.DESIGNER)) {
			throw new AccessDeniedException("Not a process designer");
		}
	}
}
