package cn.zhicheng.organisation;

/**
 * An organisation has come into the tree; its reviewers need an account group of the same code.
 */
public record OrganisationRegistered(String code, String name) {
}
