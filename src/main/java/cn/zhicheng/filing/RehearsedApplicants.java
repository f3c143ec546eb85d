package cn.zhicheng.filing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.security.PersonalDataHash;

/**
 * People who do not exist, for a rehearsal: without a password, so that nobody can sign in as one of them, with names that
 * nobody has and identity numbers of a region that there is not.
 */
@Component
@Profile("rehearsal")
public class RehearsedApplicants {

	/** In the range of the province, but of no division there ever was. */
	private static final String NOWHERE = "629999";
	private static final LocalDate OLDEST = LocalDate.of(1961, 1, 1);
	/** Birthdays that are given out before the sequence of the day counts on: all are of working age. */
	private static final int BIRTHDAYS = 12_000;

	private final Applicants applicants;
	private final PersonalDataHash hash;
	private final Clock clock;

	RehearsedApplicants(Applicants applicants, PersonalDataHash hash, Clock clock) {
		this.applicants = applicants;
		this.hash = hash;
		this.clock = clock;
	}

	/**
	 * A person.
	 *
	 * @param name as it is filed
	 */
	public record Somebody(long id, String name) {
	}

	/** @return so many people, always the same ones in the same order */
	@Transactional
	public List<Somebody> create(int howMany) {
		var people = new ArrayList<Applicant>();
		for (int i = 0; i < howMany; i++) {
			var number = numberOf(i);
			people.add(new Applicant(DocumentType.RESIDENT_ID_CARD, number, ApplicantAccounts.hashOf(hash, number), nameOf(i), clock.instant()));
		}
		return applicants.saveAll(people).stream().map(person -> new Somebody(person.id(), person.name())).toList();
	}

	static String numberOf(int index) {
		var digits = NOWHERE + OLDEST.plusDays(index % BIRTHDAYS).format(DateTimeFormatter.BASIC_ISO_DATE)
				+ "%03d".formatted(index / BIRTHDAYS);
		return digits + IdentityNumber.checkCharacter(digits);
	}

	/** @return 演练 and the index in Chinese digits, e.g. 演练〇〇四二 */
	static String nameOf(int index) {
		return "演练" + "%04d".formatted(index).chars().mapToObj(digit -> "〇一二三四五六七八九".substring(digit - '0', digit - '0' + 1))
				.collect(Collectors.joining());
	}
}
