package cn.zhicheng.review;

import java.time.Clock;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import cn.zhicheng.review.LapseOrders.LapseOrder;

/**
 * Carries out what superiors have decided is to lapse: some records at once, thousands in the background. What is still to do
 * is told by the records and the order, so that an interruption loses nothing and any number of servers may do it.
 */
@Component
class Lapses implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(Lapses.class);
	private static final int CHUNK = 200;

	private final LapseOrders orders;
	private final LapseOne lapse;
	private final LapseConfirmations confirmations;
	private final OpenRecords records;
	private final SupervisionSettings settings;
	private final ApplicationEventPublisher events;
	private final TransactionTemplate transaction;
	private final Clock clock;

	Lapses(LapseOrders orders, LapseOne lapse, LapseConfirmations confirmations, OpenRecords records, SupervisionSettings settings,
			ApplicationEventPublisher events, PlatformTransactionManager transactions, Clock clock) {
		this.orders = orders;
		this.lapse = lapse;
		this.confirmations = confirmations;
		this.records = records;
		this.settings = settings;
		this.events = events;
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
		this.clock = clock;
	}

	/** @param order id of a {@link LapseOrder} */
	record Ordered(long order) {
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::continueInBackground, settings.lookEvery(), settings.lookEvery()));
	}

	@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
	void begin(Ordered event) {
		try {
			orders.find(event.order()).ifPresent(order -> carryOut(order, settings.lapseAtOnce()));
		} catch (RuntimeException e) {
			LOG.error("Order {} is still to be carried out; this goes on in the background", event.order(), e);
		}
	}

	private void continueInBackground() {
		try {
			confirmations.expire();
			carryOutAll();
		} catch (RuntimeException e) {
			LOG.error("Records could not lapse; the next round tries again", e);
		}
	}

	/** @return how many records have lapsed */
	int carryOutAll() {
		return orders.open().stream().mapToInt(order -> carryOut(order, Integer.MAX_VALUE)).sum();
	}

	private int carryOut(LapseOrder order, int most) {
		int lapsed = 0;
		int tried = 0;
		boolean failed = false;
		long last = 0;
		for (var some = chunk(order, last, most); !some.isEmpty(); some = chunk(order, last, most - tried)) {
			for (var key : some) {
				last = key.id();
				tried++;
				try {
					lapsed += lapse.lapse(key.number(), order) ? 1 : 0;
				} catch (RuntimeException e) {
					failed = true;
					LOG.error("Record {} could not lapse; the next round tries again", key.number(), e);
				}
			}
		}
		if (!failed && chunk(order, last, 1).isEmpty()) {
			end(order);
		}
		return lapsed;
	}

	private List<OpenRecords.Key> chunk(LapseOrder order, long after, int most) {
		return most <= 0 ? List.of() : records.lyingSince(order.duty(), order.orderedAt(), after, Math.min(CHUNK, most));
	}

	private void end(LapseOrder order) {
		transaction.executeWithoutResult(status -> {
			if (orders.done(order, clock.instant())) {
				events.publishEvent(new Duty.Changed(order.duty()));
			}
		});
	}
}
