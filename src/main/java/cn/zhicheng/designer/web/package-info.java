/**
 * Pages at {@code /designer} and the JSON of the preview.
 */
package cn.zhicheng.designer.web;
