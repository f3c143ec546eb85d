package cn.zhicheng.filing;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.springframework.stereotype.Component;

import jakarta.persistence.EntityManager;

/**
 * Hands out the numbers of records: {@code ZC}, the campaign's year and eight digits, e.g. {@code ZC2027-00000012}.
 */
@Component
class RecordNumbers {

	private static final String SEQUENCE = "title_record_number_seq";

	private final EntityManager entities;

	RecordNumbers(EntityManager entities) {
		this.entities = entities;
	}

	/** @return a number never given before, not even after a rollback */
	String next(int campaignYear) {
		// Each database has its own words for this.
		var statement = entities.unwrap(SharedSessionContractImplementor.class).getJdbcServices().getDialect()
				.getSequenceSupport().getSequenceNextValString(SEQUENCE);
		var value = (Number) entities.createNativeQuery(statement).getSingleResult();
		return "ZC%d-%08d".formatted(campaignYear, value.longValue());
	}
}
