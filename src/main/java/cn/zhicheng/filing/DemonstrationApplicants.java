package cn.zhicheng.filing;

import java.util.List;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * The individuals of the demonstration; 演示丁's number names a date that does not exist, so there is no such account.
 */
@Component
@ConditionalOnProperty("zhicheng.demonstration")
class DemonstrationApplicants implements ApplicationRunner {

	private static final List<ApplicantAccounts.Claim> PEOPLE = List.of(person("62070219800101001X", "演示甲"),
			person("620702198506150026", "演示乙"), person("620722197812030031", "演示丙"), person("620102197511300044", "演示戊"));

	private final Applicants applicants;
	private final ApplicantAccounts accounts;

	DemonstrationApplicants(Applicants applicants, ApplicantAccounts accounts) {
		this.applicants = applicants;
		this.accounts = accounts;
	}

	@Override
	public void run(ApplicationArguments args) {
		if (applicants.count() == 0) {
			PEOPLE.forEach(accounts::register);
		}
	}

	private static ApplicantAccounts.Claim person(String number, String name) {
		return new ApplicantAccounts.Claim(DocumentType.RESIDENT_ID_CARD, number, name);
	}
}
