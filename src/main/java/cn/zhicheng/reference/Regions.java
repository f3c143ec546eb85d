package cn.zhicheng.reference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The administrative divisions (行政区划) of Gansu by their codes of GB/T 2260, from the file
 * {@code zhicheng.reference.regions}: the province, its prefectures and counties of today, and the codes that were abolished
 * but stand in old numbers and papers.
 *
 * <p>甘肃矿区 and 兰州新区 have no code and are not in it. Codes are six digits; a null code is unknown.
 */
@Component
public class Regions {

	private final Map<String, Region> regions = new TreeMap<>();

	/** What a code stands for. */
	public enum Kind {
		/** 省 */
		PROVINCE,
		/** 市、自治州 */
		PREFECTURE,
		/** 县、区、县级市 */
		COUNTY,
		/** A code that was abolished, whatever it stood for. */
		HISTORICAL
	}

	/**
	 * One division.
	 *
	 * @param code six digits
	 * @param name the last name it had under this code, for instance 张掖地区
	 * @param kind what the code stands for
	 * @param successor code of the present division that took its place; present exactly if the kind is historical
	 * @param sure whether the row, and its successor, were read in a source
	 */
	public record Region(String code, String name, Kind kind, Optional<String> successor, boolean sure) {
	}

	/** @throws MalformedReferenceTableException if the file is not as it must be */
	@Autowired
	public Regions(ReferenceSettings settings) {
		this(settings.regions());
	}

	Regions(Resource file) {
		List<ReferenceTable.Row> rows = ReferenceTable.read(file, "code", "name", "kind", "successor", "certainty").rows();
		for (ReferenceTable.Row row : rows) {
			Region region = new Region(row.required("code"), row.required("name"), row.constant("kind", Kind.class),
					row.optional("successor"), row.constant("certainty", Certainty.class) == Certainty.SURE);
			if (!region.code().matches("[0-9]{6}")) {
				throw row.malformed("code must be six digits, not " + region.code());
			}
			if (region.successor().isPresent() != (region.kind() == Kind.HISTORICAL)) {
				throw row.malformed("a historical code must have a successor, any other must not");
			}
			if (regions.putIfAbsent(region.code(), region) != null) {
				throw row.malformed("code " + region.code() + " occurs twice");
			}
		}
		rows.forEach(this::checkReferences);
	}

	/** The division a code stands or stood for. */
	public Optional<Region> find(String code) {
		return code == null ? Optional.empty() : Optional.ofNullable(regions.get(code.strip()));
	}

	/** Whether a code stands or stood for a division. */
	public boolean isKnown(String code) {
		return find(code).isPresent();
	}

	/** Whether a code was abolished. */
	public boolean isHistorical(String code) {
		return find(code).filter(region -> region.kind() == Kind.HISTORICAL).isPresent();
	}

	/** The divisions of today by code, so that each prefecture is followed by its counties: choices of an issuer's region. */
	public List<Region> current() {
		return regions.values().stream().filter(region -> region.kind() != Kind.HISTORICAL).toList();
	}

	/** The name of a division, or the code as given if it is unknown; never null. */
	public String nameOf(String code) {
		return find(code).map(Region::name).orElse(code == null ? "" : code);
	}

	private void checkReferences(ReferenceTable.Row row) {
		Region region = regions.get(row.required("code"));
		region.successor().ifPresent(code -> {
			if (!isKnown(code) || isHistorical(code)) {
				throw row.malformed("successor " + code + " is not a present code of this table");
			}
		});
		if (region.kind() == Kind.COUNTY && !isKnown(prefectureCode(region.code()))) {
			throw row.malformed("the table lacks prefecture " + prefectureCode(region.code()) + " of this county");
		}
	}

	private static String prefectureCode(String code) {
		return code.substring(0, 4) + "00";
	}
}
