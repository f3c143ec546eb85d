package cn.zhicheng.filing;

import java.util.Optional;

import org.hibernate.Session;
import org.springframework.stereotype.Component;

import jakarta.persistence.EntityManager;

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

	/** @return the record, as it stands in the transaction that is under way */
	public Optional<TitleRecord> find(String number) {
		return entities.unwrap(Session.class).bySimpleNaturalId(TitleRecord.class).loadOptional(number);
	}
}
