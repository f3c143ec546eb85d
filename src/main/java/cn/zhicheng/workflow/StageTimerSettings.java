package cn.zhicheng.workflow;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Positive;

/**
 * @param together how many due dates of stages share a transaction at most; 1: each has its own
 */
@Validated
@ConfigurationProperties("zhicheng.workflow.stage-timers")
record StageTimerSettings(@DefaultValue("25") @Positive int together) {
}
