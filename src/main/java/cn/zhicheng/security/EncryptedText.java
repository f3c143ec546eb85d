package cn.zhicheng.security;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Keeps an attribute encrypted in its column ({@code text}): {@code @Convert(converter = EncryptedText.class)}. Null
 * stays null. A query cannot compare such a column, since equal values are stored differently; find by a column with
 * the {@link PersonalDataHash} instead.
 *
 * <p>All attributes converted by this class share the purpose {@value #PURPOSE}. Where a value must not be taken for
 * one of another kind even by someone who can write to the database, extend this class with a purpose of its own.
 */
@Converter
public class EncryptedText implements AttributeConverter<String, String> {

	/** The purpose authenticated with every value unless a subclass names another. */
	public static final String PURPOSE = "personal-data";

	private final PersonalDataCipher cipher;
	private final String purpose;

	@Autowired
	public EncryptedText(PersonalDataCipher cipher) {
		this(cipher, PURPOSE);
	}

	/** For a kind of value of its own; the purpose must never change once values are stored. */
	protected EncryptedText(PersonalDataCipher cipher, String purpose) {
		this.cipher = cipher;
		this.purpose = purpose;
	}

	/** What is authenticated with every value. */
	String purpose() {
		return purpose;
	}

	@Override
	public String convertToDatabaseColumn(String value) {
		return value == null ? null : cipher.encrypt(purpose, value);
	}

	/**
	 * @throws UnreadablePersonalDataException if the column holds anything but a value encrypted for this purpose
	 */
	@Override
	public String convertToEntityAttribute(String stored) {
		return stored == null ? null : cipher.decrypt(purpose, stored);
	}
}
