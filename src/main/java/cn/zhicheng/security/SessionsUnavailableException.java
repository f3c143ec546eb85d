package cn.zhicheng.security;

/** The database does not say whose a session is: nobody can be let in, and nobody is signed out. */
class SessionsUnavailableException extends RuntimeException {

	SessionsUnavailableException(Throwable cause) {
		super("The database does not answer to whose session a request belongs", cause);
	}
}
