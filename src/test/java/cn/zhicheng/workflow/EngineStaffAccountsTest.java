package cn.zhicheng.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffAccounts.Account;
import cn.zhicheng.security.StaffGroups;

/**
 * Accounts as the rest of the application changes them, with the engine acting for somebody who has no rights there.
 */
@ApplicationTest
@Transactional
class EngineStaffAccountsTest {

	private static final String SCHOOL = "gz-school";

	@Autowired
	StaffAccounts accounts;
	@Autowired
	IdentityService identities;

	@AfterEach
	void actForNobody() {
		identities.clearAuthentication();
	}

	@Test
	void a_new_account_has_its_group_and_opens_with_the_password_that_is_shown_once() {
		identities.setAuthentication("gz-education", List.of("gz-education"));
		var password = accounts.create("school-two", "第二审核员", SCHOOL);
		assertThat(accounts.membersOf(SCHOOL)).extracting(Account::userId).contains("school-two");
		assertThat(identities.getCurrentAuthentication().getUserId()).isEqualTo("gz-education");
		identities.clearAuthentication();
		assertThat(identities.checkPassword("school-two", password)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "zhang", "zhang@", "@example.cn", "zhang@example.cn, li@example.cn", "zhang@example.cn\nBcc: li@example.cn", "zhang @example.cn" })
	void an_address_of_mail_that_is_none_is_refused_in_words(String address) {
		var user = identities.createUserQuery().userId(SCHOOL).singleResult();
		user.setEmail(address);
		assertThatThrownBy(() -> identities.saveUser(user)).isInstanceOf(UserRefusal.class).hasMessageContaining("电子邮箱不正确");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zhang.san@example.cn", "admin@localhost", "" })
	void an_address_or_none_is_taken(String address) {
		var user = identities.createUserQuery().userId(SCHOOL).singleResult();
		user.setEmail(address);
		identities.saveUser(user);
		assertThat(identities.createUserQuery().userId(SCHOOL).singleResult().getEmail()).isEqualTo(address);
	}

	@Test
	void a_name_that_is_taken_is_refused_and_changes_nothing() {
		assertThatThrownBy(() -> accounts.create(SCHOOL, "另一个", "gz-education")).isInstanceOf(StaffAccounts.AccountExistsException.class);
		assertThat(accounts.find(SCHOOL).orElseThrow().groups()).doesNotContain("gz-education");
	}

	@Test
	void groups_are_joined_and_left_and_counted_once() {
		accounts.create("school-two", "第二审核员", SCHOOL);
		var administrators = StaffGroups.administratorsOf(SCHOOL);
		accounts.join("school-two", administrators);
		accounts.join("school-two", administrators);
		assertThat(accounts.find("school-two").orElseThrow().groups()).containsExactlyInAnyOrder(SCHOOL, administrators);
		accounts.leave("school-two", SCHOOL);
		assertThat(accounts.find("school-two").orElseThrow().groups()).containsExactly(administrators);
	}

	@Test
	void a_new_first_password_replaces_the_one_before() {
		var first = accounts.create("school-two", "第二审核员", SCHOOL);
		var second = accounts.resetPassword("school-two");
		assertThat(second).isNotEqualTo(first).matches("(?:[A-Za-z2-9]{4}-){3}[A-Za-z2-9]{4}");
		assertThat(identities.checkPassword("school-two", second)).isTrue();
	}

	@Test
	void nobody_chooses_a_password_that_everybody_knows() {
		accounts.create("school-two", "第二审核员", SCHOOL);
		assertThat(accounts.changePassword("school-two", "Zhicheng-2021")).containsExactly("staff.password.PASSWORD_POLICY_KNOWN");
		assertThat(accounts.changePassword("school-two", "Password-1!")).contains("staff.password.PASSWORD_POLICY_KNOWN");
		assertThat(accounts.changePassword("school-two", "Eigenes-Wort-7")).isEmpty();
		identities.setAuthentication("admin", List.of("camunda-admin"));
		var user = identities.newUser("known-one");
		user.setPassword("Zhicheng-2021");
		assertThatThrownBy(() -> identities.saveUser(user)).isInstanceOf(org.camunda.bpm.engine.ProcessEngineException.class);
		user.setPassword("Eigenes-Wort-7");
		identities.saveUser(user);
	}

	@Test
	void an_account_that_is_removed_is_nobody() {
		accounts.create("school-two", "第二审核员", SCHOOL);
		accounts.remove("school-two");
		assertThat(accounts.find("school-two")).isEmpty();
		assertThat(accounts.membersOf(SCHOOL)).extracting(Account::userId).doesNotContain("school-two");
	}
}
