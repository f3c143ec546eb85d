package cn.zhicheng.organisation;

import java.util.Optional;
import java.util.function.Predicate;

import org.springframework.stereotype.Component;

import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;

/**
 * Who decides on an application. It takes what creating the account takes: to administer the superior or an organisation
 * above it ({@link Reach}). Archive agencies have nothing below them; they may put private firms of their place below
 * their own superior, since the notice has them create such accounts (甘人社通〔2021〕117号 三(一) 第二步 第2点).
 */
@Component
class Competence {

	private final Organisations organisations;
	private final StaffAccounts accounts;
	private final Reach reach;

	Competence(Organisations organisations, StaffAccounts accounts, Reach reach) {
		this.organisations = organisations;
		this.accounts = accounts;
		this.reach = reach;
	}

	/** @return the organisation itself, or where it has no administrators yet the first one above that has some */
	Organisation deciderFor(Organisation competent) {
		return firstUp(Optional.of(competent), this::isAdministered).orElse(competent);
	}

	/** @return the first organisation above that has administrators */
	Optional<Organisation> above(String organisation) {
		return firstUp(organisations.superiorOf(organisation), this::isAdministered);
	}

	private Optional<Organisation> firstUp(Optional<Organisation> from, Predicate<Organisation> wanted) {
		var here = from;
		while (here.isPresent() && !wanted.test(here.get())) {
			here = organisations.superiorOf(here.get().code());
		}
		return here;
	}

	private boolean isAdministered(Organisation organisation) {
		return organisation.isOpen() && !accounts.membersOf(StaffGroups.administratorsOf(organisation.code())).isEmpty();
	}

	/** Whoever administers the organisation where it lies; those above only once it was escalated to them. */
	boolean concerns(Staff staff, OrganisationApplication application) {
		var administered = staff.administeredOrganisations();
		return administered.contains(application.organisation()) || application.escalatedTo().filter(administered::contains).isPresent();
	}

	/** @param superior below which the unit shall stand */
	boolean mayPlaceBelow(Staff staff, OrganisationApplication application, Organisation superior) {
		return reach.governsBelow(staff, superior) || application.nature() == ApplicantNature.NON_PUBLIC && isOwnSuperior(staff, application, superior);
	}

	private boolean isOwnSuperior(Staff staff, OrganisationApplication application, Organisation superior) {
		return organisations.findById(application.organisation())
				.filter(agency -> agency.kind() == OrganisationKind.ARCHIVE_AGENCY && reach.staffs(staff, agency))
				.flatMap(Organisation::superior).filter(superior.code()::equals).isPresent();
	}
}
