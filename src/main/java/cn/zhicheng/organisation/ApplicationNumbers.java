package cn.zhicheng.organisation;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.springframework.stereotype.Component;

import jakarta.persistence.EntityManager;

/**
 * Hands out the numbers of applications: {@code JG} (机构), the year in China and six digits, e.g. {@code JG2021000012}.
 */
@Component
class ApplicationNumbers {

	private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
	private static final String SEQUENCE = "organisation_application_number_seq";

	private final EntityManager entities;
	private final Clock clock;

	ApplicationNumbers(EntityManager entities, Clock clock) {
		this.entities = entities;
		this.clock = clock;
	}

	/** @return a number never given before, not even after a rollback */
	String next() {
		// Each database has its own words for this.
		var statement = entities.unwrap(SharedSessionContractImplementor.class).getJdbcServices().getDialect()
				.getSequenceSupport().getSequenceNextValString(SEQUENCE);
		var value = (Number) entities.createNativeQuery(statement).getSingleResult();
		return "JG%d%06d".formatted(LocalDate.ofInstant(clock.instant(), CHINA).getYear(), value.longValue());
	}
}
