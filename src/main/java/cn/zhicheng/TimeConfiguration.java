package cn.zhicheng;

import java.time.Clock;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import cn.zhicheng.rehearsal.SimulatedClock;

/**
 * The one clock of the application; the engine's follows it.
 */
@Configuration
class TimeConfiguration {

	/** Beginning with the present moment, so that the campaign rehearsed is the one that is next to come. */
	@Bean
	@Profile("rehearsal")
	SimulatedClock simulatedClock() {
		return new SimulatedClock(Clock.systemUTC().instant());
	}

	@Bean
	@Profile("!rehearsal")
	@ConditionalOnMissingBean
	Clock clock() {
		return Clock.systemUTC();
	}
}
