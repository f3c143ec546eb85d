package cn.zhicheng.workflow;

import java.util.Map;

import org.apache.commons.codec.digest.DigestUtils;
import org.camunda.bpm.engine.ManagementService;

/**
 * What the folders of the project had when the application was last started on this database, as one hash a file among the
 * engine's properties: it changes in the transaction of the deployment.
 */
final class FolderMemory {

	private static final String PREFIX = "folder:";
	/** The column of the engine's table has 64. */
	private static final int LONGEST_NAME = 64 - PREFIX.length();

	private final ManagementService management;
	private final Map<String, String> remembered;

	FolderMemory(ManagementService management) {
		this.management = management;
		this.remembered = management.getProperties();
	}

	/** @return whether the folder had no such file, or another one */
	boolean isChanged(String name, byte[] content) {
		return !DigestUtils.sha256Hex(content).equals(remembered.get(key(name)));
	}

	void remember(String name, byte[] content) {
		if (isChanged(name, content)) {
			management.setProperty(key(name), DigestUtils.sha256Hex(content));
		}
	}

	private static String key(String name) {
		// The beginnings of a long name tell it from others no better than its hash does.
		return PREFIX + (name.length() <= LONGEST_NAME ? name : DigestUtils.sha256Hex(name).substring(0, LONGEST_NAME));
	}
}
