package cn.zhicheng.review;

import java.time.Clock;

import org.springframework.stereotype.Component;

import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffRole;

/**
 * Which record a member of staff may see, and which decide. Whatever is not named is denied.
 */
@Component
class ReviewAccess {

	private final OrganisationDirectory organisations;
	private final HistoryEntries history;
	private final Clock clock;

	ReviewAccess(OrganisationDirectory organisations, HistoryEntries history, Clock clock) {
		this.organisations = organisations;
		this.history = history;
		this.clock = clock;
	}

	/** Only the organisation where the record lies decides on it. */
	boolean mayDecide(Staff staff, TitleRecord record) {
		return record.state() == RecordState.IN_REVIEW && staff.reviewsFor(record.organisation());
	}

	/**
	 * The organisation where the record lies, those that have had it, the superior once it is overdue, and supervisors;
	 * a draft nobody but its author.
	 */
	boolean maySee(Staff staff, TitleRecord record) {
		if (record.state() == RecordState.DRAFT) {
			return false;
		}
		return mayDecide(staff, record) || staff.has(StaffRole.SUPERVISOR) || isSuperiorOfOverdue(staff, record)
				|| hadIt(staff, record);
	}

	/** Who took over an organisation sees what that one has had. */
	private boolean hadIt(Staff staff, TitleRecord record) {
		return history.existsByRecordIdAndOrganisationIn(record.id(), staff.groups())
				|| history.existsByRecordIdAndOrganisationIn(record.id(), organisations.withPredecessors(staff.groups()));
	}

	private boolean isSuperiorOfOverdue(Staff staff, TitleRecord record) {
		return record.isOverdueAt(clock.instant()) && organisations.find(record.organisation()).flatMap(Organisation::superior)
				.filter(staff::reviewsFor).isPresent();
	}
}
