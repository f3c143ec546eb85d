package cn.zhicheng.security;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.CronTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.scheduling.support.CronTrigger;
import org.springframework.stereotype.Component;

/** Erases once a day what is over. One kind that fails does not keep the others from being erased. */
@Component
class Retention implements SchedulingConfigurer {

	private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

	private final List<Erasure> erasures;
	private final RetentionSettings settings;
	private final Clock clock;

	Retention(List<Erasure> erasures, RetentionSettings settings, Clock clock) {
		this.erasures = erasures;
		this.settings = settings;
		this.clock = clock;
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		registrar.addCronTask(new CronTask(this::erase, new CronTrigger(settings.at(), ZoneId.of("Asia/Shanghai"))));
	}

	void erase() {
		for (var erasure : erasures) {
			try {
				long erased = erasure.erase(clock.instant());
				LOG.info("Erased at the end of their time: {} {}", erased, erasure.name());
			} catch (RuntimeException e) {
				LOG.error("At the end of their time {} could not be erased; the next day tries again", erasure.name(), e);
			}
		}
	}
}
