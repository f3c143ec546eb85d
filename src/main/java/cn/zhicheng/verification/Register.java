package cn.zhicheng.verification;

import java.text.Normalizer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.DocumentType;
import cn.zhicheng.filing.PersonName;
import cn.zhicheng.filing.RecordPublished;
import cn.zhicheng.filing.TitleLevel;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.security.PersonalDataHash;
import cn.zhicheng.security.Throttle;

/**
 * The register in which anyone can check a title (网查, 甘人社通〔2021〕117号 六(二)). Whoever knows name, identity number and
 * certificate number learns whether they belong to a published title; whoever does not learns nothing.
 */
@Service
public class Register {

	private static final String CERTIFICATE_PURPOSE = "certificate-number";

	private final RegisterEntries entries;
	private final TitleRecords records;
	private final PersonalDataHash hash;
	private final Throttle throttle;
	private final Clock clock;

	Register(RegisterEntries entries, TitleRecords records, PersonalDataHash hash, Throttle throttle, Clock clock) {
		this.entries = entries;
		this.records = records;
		this.hash = hash;
		this.throttle = throttle;
		this.clock = clock;
	}

	/** Takes a record into the register, in the transaction in which the provincial office confirms it. */
	@EventListener
	@Transactional(propagation = Propagation.MANDATORY)
	void publish(RecordPublished event) {
		var record = records.findById(event.recordId()).orElseThrow();
		entries.save(new RegisterEntry(record.id(), record.applicant().documentNumberHash(),
				certificateHash(record.details().certificateNumber()), record.details(), clock.instant()));
	}

	/** A title as it is told to someone who proved to know it. */
	public record Title(String name, String series, String title, TitleLevel level, String speciality, Integer reviewYear,
			String issuer, LocalDate issueDate) {
	}

	/** Answer to a question. */
	public sealed interface Answer {

		record Found(Title title) implements Answer {
		}

		/** One and the same for anything else: no such person, certificate or name, or not published. */
		record NotFound() implements Answer {
		}

		/** Too many questions from this address or for this number. */
		record TooMany() implements Answer {
		}
	}

	/**
	 * @param name the person's name
	 * @param documentNumber identity number
	 * @param certificateNumber number of the title's certificate
	 * @param address where the question comes from
	 */
	@Transactional(readOnly = true)
	public Answer verify(String name, String documentNumber, String certificateNumber, String address) {
		var number = normalisedNumber(documentNumber);
		if (!throttle.tryAcquire(Throttle.VERIFICATION_BY_ADDRESS, address)
				|| !throttle.tryAcquire(Throttle.VERIFICATION_BY_NUMBER, number)) {
			return new Answer.TooMany();
		}
		return find(name, number, certificateNumber).<Answer>map(Answer.Found::new).orElseGet(Answer.NotFound::new);
	}

	private Optional<Title> find(String name, String number, String certificateNumber) {
		return entries.findByDocumentNumberHashAndCertificateNumberHashOrderByPublishedAtDesc(
				ApplicantAccounts.hashOf(hash, number), certificateHash(certificateNumber)).stream()
				.filter(entry -> PersonName.same(entry.name(), name)).findFirst()
				.map(entry -> new Title(entry.name(), entry.series(), entry.title(), entry.level(), entry.speciality(),
						entry.reviewYear(), entry.issuer(), entry.issueDate()));
	}

	/** People type numbers with blanks and in small letters; every kind of document is written alike. */
	private static String normalisedNumber(String documentNumber) {
		return DocumentType.RESIDENT_ID_CARD.normalise(documentNumber == null ? "" : documentNumber);
	}

	/** Certificate numbers come in full-width letters, with blanks, dashes of all kinds and brackets of all kinds. */
	private String certificateHash(String certificateNumber) {
		var plain = Normalizer.normalize(certificateNumber == null ? "" : certificateNumber, Normalizer.Form.NFKC)
				.replaceAll("[\\s\\p{Pd}]", "").replaceAll("[〔【\\[]", "(").replaceAll("[〕】\\]]", ")").toUpperCase(Locale.ROOT);
		return hash.of(CERTIFICATE_PURPOSE, plain);
	}
}
