package cn.zhicheng.review;

/**
 * A point of a step's check-list.
 *
 * @param item the point in the words of the form, e.g. 复印件与原件一致并加盖公章
 * @param checked whether the reviewer ticked it
 */
public record Mark(String item, boolean checked) {
}
