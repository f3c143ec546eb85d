/**
 * Stages (环节) of a campaign (采集批次), their dates, and the exact comparison of a moment with a date.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Deadline")
package cn.zhicheng.deadline;
