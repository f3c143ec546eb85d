package cn.zhicheng.designer;

import java.util.List;
import java.util.Optional;

import cn.zhicheng.deadline.DeadlineTable;

/**
 * Tables of dates as files (DMN), and the engine that keeps and checks them.
 */
public interface DeadlineModels {

	/** @return the file in force */
	byte[] inForce();

	/** @param decision id of a version, see {@link cn.zhicheng.deadline.DeadlinePublication#decision()} */
	byte[] version(String decision);

	/** @return the rows of a file, in their order; empty when it is none that could be shown as rows */
	List<DeadlineRow> rows(byte[] file);

	/**
	 * @param rows as they are to be; those without id are added, those that are missing go
	 * @return the file with these rows, everything else of it as it was; a row with more digits of a region stands before one
	 *         with fewer, since the first one that fits counts
	 */
	byte[] withRows(byte[] file, List<DeadlineRow> rows);

	/**
	 * Everything that is checked before a table counts.
	 *
	 * @param pastDatesMeant whether dates changed to a day before today are meant
	 */
	Reading read(byte[] file, boolean pastDatesMeant);

	/**
	 * @param table empty when the file is no table of dates
	 * @param faults sentences in Chinese, each with its row or element; empty when it could be published
	 */
	record Reading(Optional<DeadlineTable> table, List<String> faults) {
	}

	/**
	 * Checks once more and puts the table in force.
	 *
	 * @param expected id of the publication that the designer has compared with
	 * @param reason kept with it; at most 200 characters
	 * @throws OvertakenException if something else was published meanwhile; nothing is changed
	 * @throws RefusedException if the table cannot count; nothing is changed
	 */
	void publish(byte[] file, long expected, String reason, boolean pastDatesMeant);

	/** @return how far what is running has followed; empty when the batch is done or there was none */
	Optional<Progress> progress(String batch);

	/** Another publication came first. */
	class OvertakenException extends RuntimeException {
	}
}
