package cn.zhicheng.organisation;

/**
 * Organisations that are alike in what decides their dates, and whose superiors are alike in it too.
 *
 * @param below what they are
 * @param above what the organisation directly above each is, null at the top of the tree
 * @param organisations how many there are, at least one
 * @param example Chinese name of one of them
 * @param exampleSuperior Chinese name of the organisation directly above that one, null at the top of the tree
 */
public record TreeEdge(Traits below, Traits above, long organisations, String example, String exampleSuperior) {

	/**
	 * What decides the dates of an organisation.
	 *
	 * @param region six digits of the administrative division
	 */
	public record Traits(String region, OrganisationLevel level, OrganisationKind kind) {
	}
}
