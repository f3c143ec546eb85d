package cn.zhicheng.review;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import cn.zhicheng.filing.RecordDates;
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
	private final Confirmations confirmations;
	private final RecordDates dates;
	private final Clock clock;

	ReviewAccess(OrganisationDirectory organisations, HistoryEntries history, Confirmations confirmations, RecordDates dates, Clock clock) {
		this.organisations = organisations;
		this.history = history;
		this.confirmations = confirmations;
		this.dates = dates;
		this.clock = clock;
	}

	/** Only the organisation where the record lies decides on it, and there nobody who has confirmed it elsewhere or, where two persons are asked for, before. */
	boolean mayDecide(Staff staff, TitleRecord record) {
		return isAt(staff, record) && !record.isWaiting() && barTo(staff, record).isEmpty();
	}

	private static boolean isAt(Staff staff, TitleRecord record) {
		return record.state() == RecordState.IN_REVIEW && record.organisation() != null && staff.reviewsFor(record.organisation());
	}

	/** @return why the account does not decide on the record although it reviews for the organisation where it lies */
	Optional<Confirmations.Bar> barTo(Staff staff, TitleRecord record) {
		return isAt(staff, record) ? confirmations.before(record, staff.userId()).barTo(record, record.needsOtherReviewer()) : Optional.empty();
	}

	/** @return whether the account may see this record, see {@link #visibleAmong} */
	boolean maySee(Staff staff, TitleRecord record) {
		return !visibleAmong(staff, List.of(record)).isEmpty();
	}

	/**
	 * Those of the records that the account may see: the organisation where one lies, those that have had it, the superior
	 * once it is overdue, the supervisors of the subtree and of the province; a draft nobody but its author.
	 *
	 * @return in the order given, found with a number of statements that does not depend on the number of records
	 */
	List<TitleRecord> visibleAmong(Staff staff, Collection<TitleRecord> records) {
		var submitted = records.stream().filter(record -> record.state() != RecordState.DRAFT).toList();
		var others = submitted.stream().filter(record -> !isOpenTo(staff, record)).toList();
		if (others.isEmpty()) {
			return submitted;
		}
		var had = had(staff, others);
		var places = organisations.findAll(others.stream().map(TitleRecord::organisation).filter(Objects::nonNull).collect(Collectors.toSet()))
				.stream().collect(Collectors.toMap(Organisation::code, Function.identity()));
		return submitted.stream().filter(record -> isOpenTo(staff, record) || had.contains(record.id())
				|| isUnder(staff, record, places.get(record.organisation()))).toList();
	}

	private boolean isOpenTo(Staff staff, TitleRecord record) {
		return isAt(staff, record) || staff.has(StaffRole.SUPERVISOR);
	}

	/** Who took over an organisation sees what that one has had. */
	private Set<Long> had(Staff staff, List<TitleRecord> records) {
		var own = staff.reviewedOrganisations();
		return own.isEmpty() ? Set.of()
				: history.recordsOf(records.stream().map(TitleRecord::id).toList(), organisations.withPredecessors(own));
	}

	/** @param place where the record lies; null: nowhere */
	private boolean isUnder(Staff staff, TitleRecord record, Organisation place) {
		return place != null && (OrganisationDirectory.isWithin(place, staff.supervisedOrganisations())
				|| dates.isOverdue(record, place, clock.instant()) && place.superior().filter(staff::reviewsFor).isPresent());
	}
}
