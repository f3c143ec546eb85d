package cn.zhicheng.deadline;

import java.util.List;

/**
 * What keeps a table of dates from being used.
 *
 * @param row number of the row it stands in, from 1; 0 if it concerns the table
 * @param key of the sentence, after {@code deployment.fault.}
 * @param arguments of the sentence: texts, numbers, and messages to be resolved in the language of the reader
 */
public record DeadlineFault(int row, String key, List<Object> arguments) {
}
