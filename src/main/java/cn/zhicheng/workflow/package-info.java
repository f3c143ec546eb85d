/**
 * The engine: the only module that knows Camunda. It starts and moves processes when something happened in the other
 * modules, and translates each step of a process into one call of them.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Workflow")
package cn.zhicheng.workflow;
