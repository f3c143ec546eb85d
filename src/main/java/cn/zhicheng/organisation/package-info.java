/**
 * The organisations (机构) and their tree: who is superior to whom, which kind, level and region each has.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Organisation")
package cn.zhicheng.organisation;
