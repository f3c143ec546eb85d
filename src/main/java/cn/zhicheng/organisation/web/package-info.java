/**
 * The pages in which administrators of organisations (机构管理员) work.
 */
package cn.zhicheng.organisation.web;
