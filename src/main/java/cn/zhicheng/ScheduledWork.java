package cn.zhicheng;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * What is done every so often in the background. Not in a rehearsal: there nothing happens but what its clock says, and nothing
 * leaves the machine.
 */
@Configuration
@Profile("!rehearsal")
@EnableScheduling
class ScheduledWork {
}
