package cn.zhicheng.review;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationMerged;

/**
 * Hands over what is under way at organisations that were merged: some at once, thousands in the background. What is still
 * to do is told by the records themselves, so that an interruption loses nothing, any number of servers may do it, and a
 * record that arrives late, from a decision made while the organisations were merged, is found as well.
 */
@Component
class HandOvers implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(HandOvers.class);
	private static final int CHUNK = 200;

	private final TitleRecords records;
	private final OrganisationDirectory organisations;
	private final HandOver handOver;
	private final ReviewSettings settings;

	HandOvers(TitleRecords records, OrganisationDirectory organisations, HandOver handOver, ReviewSettings settings) {
		this.records = records;
		this.organisations = organisations;
		this.handOver = handOver;
		this.settings = settings;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addFixedDelayTask(new FixedDelayTask(this::continueInBackground, settings.handOverEvery(), settings.handOverEvery()));
	}

	@TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
	void begin(OrganisationMerged event) {
		try {
			handOver(List.of(event.code()), settings.handOverAtOnce());
		} catch (RuntimeException e) {
			LOG.error("Records of {} are still to be handed over; this goes on in the background", event.code(), e);
		}
	}

	private void continueInBackground() {
		try {
			int done = handOverAll();
			if (done > 0) {
				LOG.info("Handed over {} records of merged organisations", done);
			}
		} catch (RuntimeException e) {
			LOG.error("Records of merged organisations could not be handed over; the next round tries again", e);
		}
	}

	/** @return how many records were handed over */
	int handOverAll() {
		var merged = organisations.merged();
		return merged.isEmpty() ? 0 : handOver(merged, Integer.MAX_VALUE);
	}

	/** Where it lies first: that is what reviewers wait for. */
	private int handOver(List<String> merged, int most) {
		int done = handOver((after, limit) -> records.underWayAt(merged, after, limit), most);
		done += handOver((after, limit) -> records.underWayOf(merged, after, limit), most - done);
		return done + handOver((after, limit) -> records.underWayReturnedBy(merged, after, limit), most - done);
	}

	private interface Chunks {
		List<TitleRecords.Key> after(long id, Limit limit);
	}

	private int handOver(Chunks chunks, int most) {
		int done = 0;
		long last = 0;
		while (done < most) {
			var chunk = chunks.after(last, Limit.of(Math.min(CHUNK, most - done)));
			if (chunk.isEmpty()) {
				return done;
			}
			for (var key : chunk) {
				last = key.id();
				done += attempt(key.number()) ? 1 : 0;
			}
		}
		return done;
	}

	private boolean attempt(String number) {
		try {
			handOver.handOver(number);
			return true;
		} catch (RuntimeException e) {
			LOG.error("Record {} could not be handed over; the next round tries again", number, e);
			return false;
		}
	}
}
