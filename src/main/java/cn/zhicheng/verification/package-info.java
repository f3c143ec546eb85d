/**
 * The public register (网查): published titles, and the answer to anyone who asks for one.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Verification")
package cn.zhicheng.verification;
