/**
 * The pages and the JSON in which anyone checks a title.
 */
package cn.zhicheng.verification.web;
