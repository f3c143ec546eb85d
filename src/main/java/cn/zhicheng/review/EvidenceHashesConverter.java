package cn.zhicheng.review;

import java.util.Map;

import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.persistence.Converter;

@Component
@Converter
class EvidenceHashesConverter extends JsonColumn<Map<String, String>> {

	EvidenceHashesConverter(ObjectMapper json) {
		super(json, new TypeReference<>() {
		}, Map.of());
	}
}
