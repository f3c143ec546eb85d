/** The security administrator's pages. */
package cn.zhicheng.alert.web;
