package cn.zhicheng.review;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.deadline.DeadlineCalendar;
import cn.zhicheng.deadline.DeadlinePublication;
import cn.zhicheng.deadline.DeadlinePublications;

/**
 * Begins the supervision of every organisation in the campaign, those that come later included: each in a transaction of its
 * own, so that one that fails holds up no other. Which ones are still to begin is told by the table, so that an interruption
 * loses nothing and any number of servers may do it.
 */
@Component
public class SupervisionStarts implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(SupervisionStarts.class);
	private static final int CHUNK = 200;

	private final Supervisions supervisions;
	private final DeadlineCalendar calendar;
	private final DeadlinePublications publications;
	private final SupervisionSettings settings;
	private final ApplicationEventPublisher events;
	private final TransactionTemplate transaction;
	private final Clock clock;

	SupervisionStarts(Supervisions supervisions, DeadlineCalendar calendar, DeadlinePublications publications, SupervisionSettings settings,
			ApplicationEventPublisher events, PlatformTransactionManager transactions, Clock clock) {
		this.supervisions = supervisions;
		this.calendar = calendar;
		this.publications = publications;
		this.settings = settings;
		this.events = events;
		this.transaction = new TransactionTemplate(transactions);
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::beginInBackground, settings.lookEvery(), settings.lookEvery()));
	}

	private void beginInBackground() {
		try {
			int begun = beginAll();
			if (begun > 0) {
				LOG.info("Began to supervise {} organisations", begun);
			}
		} catch (RuntimeException e) {
			LOG.error("Organisations could not be supervised; the next round tries again", e);
		}
	}

	/** @return how many organisations are supervised from now on */
	public int beginAll() {
		int year = calendar.campaignYear();
		int begun = 0;
		var after = "";
		for (var some = supervisions.lacking(year, after, CHUNK); !some.isEmpty(); some = supervisions.lacking(year, after, CHUNK)) {
			begun += begin(some.stream().map(code -> new Duty(code, year)).toList());
			after = some.get(some.size() - 1);
		}
		return begun;
	}

	private int begin(List<Duty> duties) {
		var before = published();
		var begun = duties.stream().filter(this::begin).toList();
		if (!published().equals(before)) {
			// Some may have begun by the dates that held until now, and too late to be told of the others.
			begun.forEach(duty -> transaction.executeWithoutResult(status -> events.publishEvent(new Duty.Changed(duty))));
		}
		return begun.size();
	}

	private Optional<Long> published() {
		return publications.inForce().map(DeadlinePublication::id);
	}

	private boolean begin(Duty duty) {
		try {
			transaction.executeWithoutResult(status -> {
				supervisions.begin(duty, clock.instant());
				events.publishEvent(new Duty.Begun(duty));
			});
			return true;
		} catch (DuplicateKeyException another) {
			return false;
		} catch (RuntimeException e) {
			LOG.error("{} could not begin to be supervised; the next round tries again", duty.organisation(), e);
			return false;
		}
	}
}
