package cn.zhicheng.evidence;

import java.io.IOException;

/** A worker process needed more time or memory for a file than one has, or could not go on with it for another reason. */
final class WorkerGaveUpException extends IOException {

	private static final long serialVersionUID = 1L;

	WorkerGaveUpException(String message, Throwable cause) {
		super(message, cause);
	}
}
