package cn.zhicheng.review;

import cn.zhicheng.reference.Regions;
import java.util.Optional;

/** Rules about the division (发证单位行政区) in which the certificate's issuer sits. */
record IssuerDoubts(Regions regions) {

	Optional<Doubt> regionUnknown(CheckedRecord record) {
		return Optional.ofNullable(record.getIssuerRegion()).filter(code -> !code.isBlank() && !regions.isKnown(code))
				.map(code -> Doubt.of(DoubtKind.ISSUER_REGION_UNKNOWN, code));
	}

	Optional<Doubt> regionHistorical(CheckedRecord record) {
		return regions.find(record.getIssuerRegion()).flatMap(old -> old.successor().map(
				successor -> Doubt.of(DoubtKind.ISSUER_REGION_HISTORICAL, old.code(), old.name(), successor,
						regions.nameOf(successor))));
	}
}
