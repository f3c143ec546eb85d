package cn.zhicheng.review;

import java.util.List;

import org.springframework.stereotype.Component;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import cn.zhicheng.filing.FieldChange;
import cn.zhicheng.security.EncryptedText;
import jakarta.persistence.Converter;

/**
 * Encrypted, because changed values may be personal data.
 */
@Component
@Converter
class ChangesConverter extends JsonColumn<List<FieldChange>> {

	private final EncryptedText encryption;

	ChangesConverter(ObjectMapper json, EncryptedText encryption) {
		super(json, new TypeReference<>() {
		}, List.of());
		this.encryption = encryption;
	}

	@Override
	public String convertToDatabaseColumn(List<FieldChange> changes) {
		return encryption.convertToDatabaseColumn(super.convertToDatabaseColumn(changes));
	}

	@Override
	public List<FieldChange> convertToEntityAttribute(String column) {
		return super.convertToEntityAttribute(encryption.convertToEntityAttribute(column));
	}
}
