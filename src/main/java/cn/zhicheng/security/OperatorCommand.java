package cn.zhicheng.security;

/**
 * Something an operator does beside the running application: {@code java -jar zhicheng.jar --zhicheng.command=<name>}. It
 * runs without web server and engine and says in the log how it goes on.
 */
public interface OperatorCommand {

	/** Exit code: done, and all is well. */
	int DONE = 0;
	/** Exit code: done, but something is not as it should be. */
	int NOT_WELL = 1;

	/** @return the word that calls it */
	String name();

	/** @return exit code, {@link #DONE} or {@link #NOT_WELL}; what goes wrong unexpectedly is thrown */
	int run();
}
