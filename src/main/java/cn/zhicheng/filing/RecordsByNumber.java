package cn.zhicheng.filing;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.hibernate.LockMode;
import org.hibernate.LockOptions;
import org.hibernate.Session;
import org.hibernate.SimpleNaturalIdLoadAccess;
import org.hibernate.jpa.SpecHints;
import org.springframework.stereotype.Component;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;

/**
 * Finds the record a process is about. Unlike {@link TitleRecords}, asks the database once a transaction and does not make
 * it write what has changed so far: the steps between two reviews are one transaction.
 */
@Component
public class RecordsByNumber {

	private final EntityManager entities;

	RecordsByNumber(EntityManager entities) {
		this.entities = entities;
	}

	/** @return the record with its person, as it stands in the transaction that is under way */
	public Optional<TitleRecord> find(String number) {
		return byNumber().loadOptional(number);
	}

	/**
	 * For a step that only one can take.
	 *
	 * @return the record with its person; whoever else wants to take a step with it waits until this transaction has ended,
	 *     and then sees what it has done
	 */
	public Optional<TitleRecord> findToDecide(String number) {
		return byNumber().with(new LockOptions(LockMode.PESSIMISTIC_WRITE)).loadOptional(number);
	}

	/**
	 * For steps that dates take, with many records at once: none waits for whoever is busy with one of them.
	 *
	 * @return those that this transaction holds now, without their persons
	 */
	public List<TitleRecord> lockFree(Collection<String> numbers) {
		return entities.createQuery("select r from TitleRecord r where r.number in :numbers order by r.id", TitleRecord.class)
				.setParameter("numbers", numbers).setLockMode(LockModeType.PESSIMISTIC_WRITE)
				.setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
				.getResultList();
	}

	private SimpleNaturalIdLoadAccess<TitleRecord> byNumber() {
		var session = entities.unwrap(Session.class);
		var withPerson = session.createEntityGraph(TitleRecord.class);
		withPerson.addAttributeNodes("applicant");
		return session.bySimpleNaturalId(TitleRecord.class).withLoadGraph(withPerson);
	}
}
