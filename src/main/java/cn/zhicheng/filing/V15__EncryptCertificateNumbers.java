package cn.zhicheng.filing;

import java.sql.Connection;
import java.sql.SQLException;

import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.springframework.stereotype.Component;

import cn.zhicheng.security.EncryptedText;
import cn.zhicheng.security.PersonalDataCipher;

/**
 * Many certificates from before 1999 have the holder's identity number of 15 digits as their number, from which today's number
 * follows: numbers of certificates are encrypted like those of people. The database cannot do it, it does not have the key.
 */
@Component
class V15__EncryptCertificateNumbers extends BaseJavaMigration {

	private static final int BATCH = 500;

	private final PersonalDataCipher cipher;

	V15__EncryptCertificateNumbers(PersonalDataCipher cipher) {
		this.cipher = cipher;
	}

	@Override
	public void migrate(Context context) throws SQLException {
		var connection = context.getConnection();
		try (var statement = connection.createStatement()) {
			statement.execute("alter table title_record alter column certificate_number set data type text");
		}
		long last = 0;
		for (var done = encryptAfter(last, connection); done > last; done = encryptAfter(last, connection)) {
			last = done;
		}
	}

	/** @return id of the last record of this batch; the one given when no more are left */
	private long encryptAfter(long last, Connection connection) throws SQLException {
		long done = last;
		try (var read = connection.prepareStatement("select id, certificate_number from title_record"
				+ " where id > ? and certificate_number is not null order by id fetch first " + BATCH + " rows only");
				var write = connection.prepareStatement("update title_record set certificate_number = ? where id = ?")) {
			read.setLong(1, last);
			try (var rows = read.executeQuery()) {
				while (rows.next()) {
					done = rows.getLong(1);
					write.setString(1, cipher.encrypt(EncryptedText.PURPOSE, rows.getString(2)));
					write.setLong(2, done);
					write.addBatch();
				}
			}
			write.executeBatch();
		}
		return done;
	}
}
