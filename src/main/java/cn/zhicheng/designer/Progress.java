package cn.zhicheng.designer;

/**
 * How far a batch of the engine is that moves what is running.
 *
 * @param total jobs of the batch
 * @param done those that are done
 * @param failed those that need somebody to look at
 */
public record Progress(int total, int done, int failed) {

	/** @return 0 to 100 */
	public int percent() {
		return total == 0 ? 0 : done * 100 / total;
	}
}
