package cn.zhicheng.filing;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.security.EncryptedText;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/**
 * Keeps what was submitted as encrypted JSON: it holds personal data.
 */
@Component
@Converter
class SubmittedContentConverter implements AttributeConverter<Map<String, String>, String> {

	private static final TypeReference<TreeMap<String, String>> CONTENT = new TypeReference<>() {
	};

	private final EncryptedText encryption;
	private final ObjectMapper json;

	SubmittedContentConverter(EncryptedText encryption, ObjectMapper json) {
		this.encryption = encryption;
		this.json = json;
	}

	@Override
	public String convertToDatabaseColumn(Map<String, String> content) {
		try {
			return content == null ? null : encryption.convertToDatabaseColumn(json.writeValueAsString(content));
		} catch (JsonProcessingException e) {
			throw new IllegalStateException("Content cannot be written", e);
		}
	}

	@Override
	public Map<String, String> convertToEntityAttribute(String column) {
		try {
			return column == null ? null : json.readValue(encryption.convertToEntityAttribute(column), CONTENT);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException("Content cannot be read", e);
		}
	}
}
