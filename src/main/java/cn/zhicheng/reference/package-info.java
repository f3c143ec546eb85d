/**
 * Reference tables that an administrator may correct, and what stands in more than one module's: administrative divisions.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Reference")
package cn.zhicheng.reference;
