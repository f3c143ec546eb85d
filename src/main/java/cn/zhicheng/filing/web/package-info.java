/**
 * The portal (个人填报): the web pages in which individuals file their own records.
 */
package cn.zhicheng.filing.web;
