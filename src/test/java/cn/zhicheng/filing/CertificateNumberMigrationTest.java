package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import cn.zhicheng.TestDatabases;
import cn.zhicheng.security.EncryptedText;
import cn.zhicheng.security.PersonalDataCipher;
import cn.zhicheng.security.TestPersonalData;

/** Certificate numbers that an older version stored in clear are encrypted, on both databases, however many there are. */
class CertificateNumberMigrationTest {

	private static final int RECORDS = 1_203;

	private final PersonalDataCipher cipher = TestPersonalData.cipher(TestPersonalData.key("k1", 1));

	static Stream<Named<String>> databases() {
		return Stream.of(Named.of("H2", TestDatabases.h2Url()), Named.of("PostgreSQL", TestDatabases.postgresUrl()));
	}

	@ParameterizedTest
	@MethodSource("databases")
	void numbers_of_an_older_version_are_encrypted(String url) {
		boolean h2 = url.startsWith("jdbc:h2:");
		var source = new DriverManagerDataSource(url, h2 ? "sa" : "postgres", h2 ? "" : "postgres");
		Flyway.configure().dataSource(source).target("14").load().migrate();
		var database = new JdbcTemplate(source);
		database.update("insert into applicant (id, document_type, document_number, document_number_hash, name, created_at, credentials)"
				+ " values (1, 'PASSPORT', 'x', 'x', 'x', current_timestamp, 0)");
		database.batchUpdate("insert into title_record (id, number, applicant_id, certificate_number, state, stage, stage_since, submissions,"
				+ " created_at, updated_at, version) values (?, ?, 1, ?, 'DRAFT', 'filing', current_timestamp, 0, current_timestamp,"
				+ " current_timestamp, 0)", IntStream.range(0, RECORDS).mapToObj(i -> new Object[] { i, "N" + i, numberOf(i) }).toList());

		Flyway.configure().dataSource(source).javaMigrations(new V15__EncryptCertificateNumbers(cipher)).target("15").load().migrate();

		var stored = database.query("select certificate_number from title_record order by id", (row, i) -> row.getString(1));
		assertThat(stored).hasSize(RECORDS);
		assertThat(IntStream.range(0, RECORDS).mapToObj(i -> opened(stored.get(i))).toList())
				.isEqualTo(IntStream.range(0, RECORDS).mapToObj(CertificateNumberMigrationTest::numberOf).toList());
		assertThat(String.join(" ", stored.stream().map(String::valueOf).toList())).doesNotContain("62070285");
	}

	private static String numberOf(int record) {
		return record % 10 == 0 ? null : "6207028506%05d".formatted(record);
	}

	private String opened(String stored) {
		return stored == null ? null : cipher.decrypt(EncryptedText.PURPOSE, stored);
	}
}
