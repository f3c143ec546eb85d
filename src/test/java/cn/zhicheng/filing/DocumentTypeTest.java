package cn.zhicheng.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentTypeTest {

	private static final LocalDate TODAY = LocalDate.of(2021, 4, 1);

	@ParameterizedTest
	@CsvSource({
			"RESIDENT_ID_CARD, 62070219800101001x",
			"HK_MACAO_PERMIT, H12345678",
			"HK_MACAO_PERMIT, m 1234 5678",
			"HK_MACAO_PERMIT, Ｈ１２３４５６７８",
			"TAIWAN_PERMIT, 12345678",
			"TAIWAN_PERMIT, 1234-5678",
			"PASSPORT, E12345678",
			"PASSPORT, ea1234567",
			"PASSPORT, 123456789",
			"FOREIGN_PERMANENT_RESIDENT_CARD, USA110080010101",
			"FOREIGN_PERMANENT_RESIDENT_CARD, 91184019800101001X",
			"HMT_RESIDENCE_PERMIT, 810000199408230021",
			"HMT_RESIDENCE_PERMIT, 830000199201300022"})
	void aNumberOfTheRightFormIsAccepted(DocumentType type, String typed) {
		assertThat(type.problem(typed, TODAY)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({
			"RESIDENT_ID_CARD, 620723199002290013, identityNumber.DATE_DOES_NOT_EXIST",
			"RESIDENT_ID_CARD, 620702800101001, identityNumber.OLD_PAPER",
			"RESIDENT_ID_CARD, 620702198001010011, identityNumber.CHECK_CHARACTER",
			"RESIDENT_ID_CARD, 810000199408230021, documentNumber.IS_HMT_RESIDENCE_PERMIT",
			"HK_MACAO_PERMIT, C12345678, documentNumber.HK_MACAO_PERMIT",
			"HK_MACAO_PERMIT, H1234567801, documentNumber.HK_MACAO_PERMIT",
			"TAIWAN_PERMIT, 1234567, documentNumber.TAIWAN_PERMIT",
			"PASSPORT, E123, documentNumber.PASSPORT",
			"PASSPORT, PASSPORT, documentNumber.PASSPORT",
			"PASSPORT, 护照12345, documentNumber.PASSPORT",
			"FOREIGN_PERMANENT_RESIDENT_CARD, USA1100800101, documentNumber.FOREIGN_PERMANENT_RESIDENT_CARD",
			"HMT_RESIDENCE_PERMIT, 62070219800101001X, documentNumber.HMT_RESIDENCE_PERMIT",
			"HMT_RESIDENCE_PERMIT, 810000199408230022, identityNumber.CHECK_CHARACTER"})
	void aNumberOfAnotherFormIsRefusedWithTheReason(DocumentType type, String typed, String problem) {
		assertThat(type.problem(typed, TODAY)).contains(problem);
	}

	@Test
	void aDateOfBirthAfterTodayIsRefused() {
		assertThat(DocumentType.RESIDENT_ID_CARD.problem("620702198506150026", LocalDate.of(1985, 6, 14)))
				.contains("identityNumber.DATE_IN_FUTURE");
		assertThat(DocumentType.RESIDENT_ID_CARD.problem("620702198506150026", LocalDate.of(1985, 6, 15))).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aMissingNumberIsRefused(DocumentType type) {
		assertThat(type.problem(null, TODAY)).contains("documentNumber.EMPTY");
		assertThat(type.problem(" - ", TODAY)).contains("documentNumber.EMPTY");
	}

	@Test
	void theNumberIsStoredInOneForm() {
		assertThat(DocumentType.PASSPORT.normalise(" ｅ 1234-5678 ")).isEqualTo("E12345678");
	}

	@Test
	void onlyDocumentsByTheStandardTellAnIdentityNumber() {
		assertThat(DocumentType.RESIDENT_ID_CARD.identityNumber("62070219800101001x")).get()
				.extracting(IdentityNumber::sex).isEqualTo(Sex.MALE);
		assertThat(DocumentType.HMT_RESIDENCE_PERMIT.identityNumber("810000199408230021")).get()
				.extracting(IdentityNumber::birthDate).isEqualTo(LocalDate.of(1994, 8, 23));
		assertThat(DocumentType.PASSPORT.identityNumber("62070219800101001X")).isEmpty();
		assertThat(DocumentType.RESIDENT_ID_CARD.identityNumber("620723199002290013")).isEmpty();
	}
}
