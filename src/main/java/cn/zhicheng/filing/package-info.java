/**
 * Filing (个人填报): applicants, their title records, drafts, submission, and the states of a record.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Filing")
package cn.zhicheng.filing;
