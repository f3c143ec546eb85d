package cn.zhicheng.security;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which accounts of staff are of the same person: those that have signed on with the identity provider as the same subject or
 * with the same verified address. Of an account that has only ever signed on with a password nothing is known, and it is a
 * person of its own. In statements the view {@code same_person} says the same.
 */
@Service
public class SamePerson {

	/** Purposes of the keyed hashes. */
	static final String SUBJECT = "staff-subject";
	static final String MAIL = "staff-mail";

	private final JdbcClient database;
	private final PersonalDataHash hash;

	SamePerson(JdbcClient database, PersonalDataHash hash) {
		this.database = database;
		this.hash = hash;
	}

	/** @return all accounts of the person who has this one, which is one of them */
	@Transactional(readOnly = true)
	public Set<String> accountsOf(String account) {
		var all = new HashSet<>(database.sql("select same_as from same_person where account = :account").param("account", account).query(String.class).list());
		all.add(account);
		return Set.copyOf(all);
	}

	/** @return whether both accounts are of one person */
	@Transactional(readOnly = true)
	public boolean isOfBoth(String account, String other) {
		return account.equals(other) || accountsOf(account).contains(other);
	}

	/** A subject is one only with its issuer. */
	String hashOfSubject(String issuer, String subject) {
		return hash.of(SUBJECT, issuer + '\n' + subject);
	}

	String hashOfMail(String address) {
		return hash.of(MAIL, address.strip().toLowerCase(Locale.ROOT));
	}
}
