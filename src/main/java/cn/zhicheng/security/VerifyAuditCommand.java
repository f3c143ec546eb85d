package cn.zhicheng.security;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Command {@code verify-audit}: checks the audit trail from its beginning to its end and names what is not as it was written. */
@Component
class VerifyAuditCommand implements OperatorCommand {

	private static final Logger LOG = LoggerFactory.getLogger(VerifyAuditCommand.class);

	private final AuditVerification verification;

	VerifyAuditCommand(AuditVerification verification) {
		this.verification = verification;
	}

	@Override
	public String name() {
		return "verify-audit";
	}

	@Override
	public int run() {
		var report = verification.verify(place -> LOG.info("Checked up to place {}", place));
		LOG.info("Checked the places {} to {}; {} anchors bear them out; {} entries wait for their place.", report.first(), report.last(),
				report.anchors(), report.waiting());
		report.remarks().forEach(remark -> LOG.warn("{}", remark));
		report.findings().forEach(finding -> LOG.error("{}", finding));
		if (report.isUntouched()) {
			LOG.info("The audit trail is as it was written.");
			return DONE;
		}
		LOG.error("The audit trail is not as it was written.");
		return NOT_WELL;
	}
}
