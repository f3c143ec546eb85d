package cn.zhicheng.security;

/**
 * A stored value cannot be decrypted: it was tampered with, moved from another kind of column, written with a key
 * that is not known here, or never encrypted. The message never contains the value, neither stored nor in clear.
 */
public class UnreadablePersonalDataException extends RuntimeException {

	UnreadablePersonalDataException(String message) {
		super(message);
	}

	UnreadablePersonalDataException(String message, Throwable cause) {
		super(message, cause);
	}
}
