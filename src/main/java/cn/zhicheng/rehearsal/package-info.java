/**
 * Rehearsal (演练): a whole campaign of made-up people, run through the real services by a clock of its own, before a process
 * designer publishes changed models. Part of the application only with the profile {@code rehearsal}.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Rehearsal")
package cn.zhicheng.rehearsal;
