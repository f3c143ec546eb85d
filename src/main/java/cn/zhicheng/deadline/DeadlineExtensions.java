package cn.zhicheng.deadline;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.deadline.DeadlineExtension.Granted;
import cn.zhicheng.organisation.Organisation;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Gives organisations and records longer than the table does (延期), never past the superior's own date. Whether the account
 * may is for the caller to know.
 */
@Service
@Transactional
public class DeadlineExtensions {

	private static final Limit KEPT_IN_VIEW = Limit.of(50);

	private final DeadlineExtensionEntries entries;
	private final StoredDates dates;
	private final DeadlineCalendar calendar;
	private final OrganisationDirectory organisations;
	private final ApplicationEventPublisher events;
	private final MessageSource messages;
	private final Clock clock;

	DeadlineExtensions(DeadlineExtensionEntries entries, StoredDates dates, DeadlineCalendar calendar, OrganisationDirectory organisations,
			ApplicationEventPublisher events, MessageSource messages, Clock clock) {
		this.entries = entries;
		this.dates = dates;
		this.calendar = calendar;
		this.organisations = organisations;
		this.events = events;
		this.messages = messages;
		this.clock = clock;
	}

	/** Why a date cannot be given. */
	public enum Refusal {
		/** It has passed already. */
		PAST,
		/** It is not later than the date there is. */
		NOT_LATER,
		/** It is later than the superior's own date. */
		AFTER_SUPERIOR,
		/** The organisation has no superior: its date stands in the table. */
		NO_SUPERIOR;

		/** @return message key; its sentence takes the limit, a {@link java.time.LocalDate}, as argument */
		public String messageKey() {
			return "extension.refused." + name();
		}
	}

	/** @return the last date that the superior may give the organisation: its own; empty at the top of the tree */
	@Transactional(readOnly = true)
	public Optional<Deadline> latest(Organisation organisation, int campaignYear) {
		return organisations.superiorOf(organisation.code()).map(superior -> calendar.reviewDeadline(superior, campaignYear));
	}

	/**
	 * @param present until when it is to be done now
	 * @return why the date cannot be given; empty when it can
	 */
	@Transactional(readOnly = true)
	public Optional<Refusal> refusal(Organisation organisation, int campaignYear, Deadline present, Deadline until) {
		var latest = latest(organisation, campaignYear);
		if (latest.isEmpty()) {
			return Optional.of(Refusal.NO_SUPERIOR);
		}
		if (until.isPassedAt(clock.instant())) {
			return Optional.of(Refusal.PAST);
		}
		if (until.compareTo(present) <= 0) {
			return Optional.of(Refusal.NOT_LATER);
		}
		return until.compareTo(latest.get()) > 0 ? Optional.of(Refusal.AFTER_SUPERIOR) : Optional.empty();
	}

	/**
	 * Every record that lies at the organisation has until this date; what is running follows.
	 *
	 * @return why not; empty when it was given
	 */
	public Optional<Refusal> extend(Organisation organisation, int campaignYear, Deadline until, Granted granted) {
		dates.lock();
		var refusal = refusal(organisation, campaignYear, calendar.reviewDeadline(organisation, campaignYear), until);
		if (refusal.isEmpty()) {
			entries.saveAndFlush(new DeadlineExtension(campaignYear, organisation.code(), null, until, granted, clock.instant()));
			dates.changed();
			events.publishEvent(new DatesChanged.OfOrganisation(organisation.code(), reason(granted)));
		}
		return refusal;
	}

	/** Keeps that one record was given longer; the record itself has the date, and the caller has checked it. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void keep(Organisation organisation, int campaignYear, long recordId, Deadline until, Granted granted) {
		entries.saveAndFlush(new DeadlineExtension(campaignYear, organisation.code(), recordId, until, granted, clock.instant()));
	}

	/** @return what the history of a record that was given longer says, in Chinese */
	public String reason(Granted granted) {
		return messages.getMessage("dates.extended", new Object[] { organisations.nameOf(granted.superior()), granted.reason() },
				Locale.SIMPLIFIED_CHINESE);
	}

	/** @return what the organisation and records there were given, the last first, at most 50 */
	@Transactional(readOnly = true)
	public List<DeadlineExtension> of(String organisation, int campaignYear) {
		return entries.findByOrganisationAndCampaignYearOrderByIdDesc(organisation, campaignYear, KEPT_IN_VIEW);
	}
}
