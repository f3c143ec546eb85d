package cn.zhicheng.security;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * What can be set for the audit trail, under {@code zhicheng.security.audit}.
 *
 * @param linkEvery time after which new entries get their place in the chain; until then one can be removed unseen
 * @param anchorEvery time after which the end of the chain is written to the anchor file; until then the end can be cut off
 *     unseen by someone who also puts an older beginning and end of the chain back
 * @param anchorFile file outside the database to which anchors are added; best on another machine. One for each instance
 * @param furtherAnchorFiles anchor files of other instances, or safe copies, that are checked too when the chain is verified
 */
@ConfigurationProperties("zhicheng.security.audit")
public record AuditSettings(@DefaultValue("1s") Duration linkEvery, @DefaultValue("1m") Duration anchorEvery,
		@DefaultValue("data/audit-anchors.txt") Path anchorFile, @DefaultValue List<Path> furtherAnchorFiles) {

	public AuditSettings {
		Assert.isTrue(linkEvery.toMillis() >= 100, "zhicheng.security.audit.link-every must be at least 100ms, but is " + linkEvery);
		Assert.isTrue(anchorEvery.toMillis() >= 1000, "zhicheng.security.audit.anchor-every must be at least 1s, but is " + anchorEvery);
		Assert.isTrue(!anchorFile.toString().isBlank(), "zhicheng.security.audit.anchor-file must name a file");
	}
}
