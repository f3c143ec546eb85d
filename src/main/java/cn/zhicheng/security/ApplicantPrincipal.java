package cn.zhicheng.security;

import java.io.Serializable;
import java.security.Principal;

/**
 * A signed-in individual.
 *
 * @param id id of the applicant
 * @param name the person's name, for the head of the page
 */
public record ApplicantPrincipal(long id, String name) implements Principal, Serializable {

	@Override
	public String getName() {
		return name;
	}
}
