package cn.zhicheng.review;

import java.util.List;

import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.filing.RecordJournal.Remark;
import jakarta.persistence.Converter;

@Component
@Converter
class RemarksConverter extends JsonColumn<List<Remark>> {

	RemarksConverter(ObjectMapper json) {
		super(json, new TypeReference<>() {
		}, List.of());
	}
}
