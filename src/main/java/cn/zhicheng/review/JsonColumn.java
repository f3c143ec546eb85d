package cn.zhicheng.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.persistence.AttributeConverter;

/**
 * Keeps a small value as JSON in a text column. An empty value is stored as null: most entries have none.
 */
abstract class JsonColumn<T> implements AttributeConverter<T, String> {

	private final ObjectMapper json;
	private final TypeReference<T> type;
	private final T empty;

	JsonColumn(ObjectMapper json, TypeReference<T> type, T empty) {
		this.json = json;
		this.type = type;
		this.empty = empty;
	}

	@Override
	public String convertToDatabaseColumn(T value) {
		try {
			return value == null || value.equals(empty) ? null : json.writeValueAsString(value);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException("Column cannot be written", e);
		}
	}

	@Override
	public T convertToEntityAttribute(String column) {
		try {
			return column == null ? empty : json.readValue(column, type);
		} catch (JsonProcessingException e) {
			throw new IllegalStateException("Column cannot be read", e);
		}
	}
}
