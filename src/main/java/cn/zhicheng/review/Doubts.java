package cn.zhicheng.review;

import cn.zhicheng.reference.Regions;
import cn.zhicheng.filing.TitleCatalogue;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Finds the doubts (疑点) about a record, so that reviewers need not compare every field with every other: they are to
 * "严格审核" against the papers and to return what is doubtful with reasons, 甘人社通〔2021〕117号 三(二).
 */
@Component
public class Doubts {

	private final List<DoubtRule> rules;

	/** The rules, with the tables they look into. */
	public Doubts(TitleCatalogue catalogue, Regions regions) {
		TitleDoubts title = new TitleDoubts(catalogue);
		IssuerDoubts issuer = new IssuerDoubts(regions);
		rules = List.of(
				PersonDoubts::birthDateDiffers,
				PersonDoubts::sexDiffers,
				PersonDoubts::tooYoung,
				DateDoubts::issuedBeforeReview,
				DateDoubts::issuedLongAfterReview,
				DateDoubts::appointedBeforeIssue,
				title::seriesUnknown,
				title::titleNotInSeries,
				title::levelDiffers,
				issuer::regionUnknown,
				issuer::regionHistorical,
				PersonDoubts::oldNumberInCertificate);
	}

	/**
	 * The doubts about a record, in the order of the fields on the screen.
	 *
	 * @return empty if nothing is doubtful; at most one of each kind
	 */
	List<Doubt> of(CheckedRecord record) {
		return rules.stream().flatMap(rule -> rule.examine(record).stream()).toList();
	}
}
