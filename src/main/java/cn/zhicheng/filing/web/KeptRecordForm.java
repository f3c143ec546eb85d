package cn.zhicheng.filing.web;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import cn.zhicheng.filing.RecordField;
import cn.zhicheng.security.KeptForm;

/**
 * The form of a record is what takes long to fill in: what was typed comes back after the session was over.
 */
@Configuration(proxyBeanMethods = false)
class KeptRecordForm {

	@Bean
	KeptForm recordForm() {
		return new KeptForm("/portal/records/{number}/edit",
				Stream.concat(Arrays.stream(RecordField.values()).map(RecordField::key), Stream.of(TypedRecord.SERIES_OTHER, TypedRecord.REGION_OTHER,
						TypedRecord.EMPLOYER_NAME, TypedRecord.EMPLOYER_LISTED_FOR, "version", "action")).collect(Collectors.toUnmodifiableSet()));
	}
}
