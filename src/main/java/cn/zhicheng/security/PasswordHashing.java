package cn.zhicheng.security;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How passwords are kept, those of individuals and those of staff: with bcrypt, so that who holds the database cannot try out
 * many of them.
 */
@Configuration(proxyBeanMethods = false)
class PasswordHashing {

	/** Each further step doubles the time that one comparison takes. */
	static final int COST = 10;

	@Bean
	PasswordEncoder passwordEncoder() {
		return new BCryptPasswordEncoder(COST);
	}
}
