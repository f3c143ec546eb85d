/**
 * Review (审核): decisions of the organisations, the history of a record, and the doubts shown to reviewers.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Review")
package cn.zhicheng.review;
