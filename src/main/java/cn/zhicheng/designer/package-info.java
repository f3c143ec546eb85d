/**
 * What process designers (流程设计人员) do with dates and processes: look, change, try out what a change would do, publish,
 * take back.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Designer")
package cn.zhicheng.designer;
