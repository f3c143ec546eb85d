package cn.zhicheng.rehearsal;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Profile;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * Settings of the rehearsals that are started on the page of process designers, prefix {@code zhicheng.rehearsal-run}.
 *
 * @param records how many people begin a record in each of the two campaigns
 * @param memory heap of the process
 * @param longest after how long it is ended
 */
@Validated
@Profile("!rehearsal")
@ConfigurationProperties("zhicheng.rehearsal-run")
record RehearsalRunSettings(@Min(1) @Max(50_000) @DefaultValue("500") int records, @DefaultValue("512MB") DataSize memory, @DefaultValue("30m") Duration longest) {
}
