package cn.zhicheng.reference;

import org.springframework.core.io.Resource;

/** A reference table cannot be used, and the application must not start with it; the message says where and why. */
public class MalformedReferenceTableException extends RuntimeException {

	/**
	 * @param line line in the file, from 1; 0 if the file as a whole is meant
	 * @param reason what is wrong with it, as the end of a sentence
	 */
	MalformedReferenceTableException(Resource file, int line, String reason) {
		super(file.getDescription() + (line > 0 ? ", line " + line : "") + ": " + reason);
	}
}
