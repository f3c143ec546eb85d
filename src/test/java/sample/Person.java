package sample;

import cn.zhicheng.security.EncryptedText;
import cn.zhicheng.security.PersonalDataCipher;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * Someone with encrypted attributes, to test the mapping. Lives outside the application's packages, so that no other
 * test takes it for one of the application's entities and misses its table.
 */
@Entity
@Table(name = "sample_person")
public class Person {

	@Id
	private Long id;

	@Convert(converter = EncryptedText.class)
	@Column(name = "document_number", columnDefinition = "text")
	private String documentNumber;

	@Convert(converter = EncryptedMobile.class)
	@Column(name = "mobile", columnDefinition = "text")
	private String mobile;

	@Column(name = "name")
	private String name;

	protected Person() {
	}

	public Person(long id, String documentNumber, String mobile) {
		this.id = id;
		this.documentNumber = documentNumber;
		this.mobile = mobile;
	}

	public String documentNumber() {
		return documentNumber;
	}

	public String mobile() {
		return mobile;
	}

	public void rename(String newName) {
		this.name = newName;
	}

	/** A kind of value of its own. */
	@Converter
	public static class EncryptedMobile extends EncryptedText {

		public EncryptedMobile(PersonalDataCipher cipher) {
			super(cipher, "mobile");
		}
	}
}
