package cn.zhicheng.review;

import java.util.Optional;

/** One thing to look at in a record. A rule says nothing where a value it needs was not filed. */
@FunctionalInterface
interface DoubtRule {

	Optional<Doubt> examine(CheckedRecord record);
}
