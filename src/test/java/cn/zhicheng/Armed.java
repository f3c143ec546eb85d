package cn.zhicheng;

/** Part of every application of the tests, and without effect until a test arms it; disarmed again after each test. */
public interface Armed {

	void disarm();
}
