package cn.zhicheng.security;

/**
 * A column that holds values of {@link PersonalDataCipher}.
 *
 * @param key the column by which a row is known and in whose order the rows are taken
 * @param purpose what is authenticated with each value
 */
record EncryptedColumn(String table, String key, String column, String purpose) {
}
