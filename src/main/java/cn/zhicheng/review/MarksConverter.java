package cn.zhicheng.review;

import java.util.List;

import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.persistence.Converter;

@Component
@Converter
class MarksConverter extends JsonColumn<List<Mark>> {

	MarksConverter(ObjectMapper json) {
		super(json, new TypeReference<>() {
		}, List.of());
	}
}
