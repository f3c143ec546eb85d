package cn.zhicheng.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

import cn.zhicheng.ApplicationTest;
import cn.zhicheng.MutableClock;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.filing.AccountClaims;
import cn.zhicheng.filing.ApplicantAccounts;
import cn.zhicheng.filing.RosterClerk;
import cn.zhicheng.filing.Rosters;
import cn.zhicheng.organisation.AdministratorChange;
import cn.zhicheng.organisation.AdministratorChanges;
import cn.zhicheng.organisation.AdministratorChanges.Asked;
import cn.zhicheng.organisation.AdministratorChanges.Wanted;
import cn.zhicheng.organisation.OrganisationDirectory;
import cn.zhicheng.organisation.OrganisationStaff;
import cn.zhicheng.organisation.Outcome;
import cn.zhicheng.organisation.StaffKind;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAccounts;
import cn.zhicheng.security.StaffGroups;
import cn.zhicheng.security.StaffRole;
import cn.zhicheng.notification.Message;
import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Outbox;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.notification.ReminderChannel;
import cn.zhicheng.notification.UncertainDeliveryException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

/** Reminders by e-mail through a real SMTP server, and by a channel of one's own. */
@ApplicationTest
@Import(ReminderMailContract.OwnChannel.class)
@TestPropertySource(properties = { "spring.mail.host=localhost", "zhicheng.notification.from=zhicheng@example.cn",
		"zhicheng.notification.address=https://zc.example.cn", "zhicheng.filing.portal-address=https://zc.example.cn/portal" })
abstract class ReminderMailContract {

	private static final int PORT = freePort();

	/** Takes what has a mobile number, and is never sure of messages with a certain subject. */
	@TestComponent("ownChannel")
	static class OwnChannel implements ReminderChannel {

		private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

		@Override
		public void send(Message message) {
			if (message.recipient().mobile() != null) {
				taken.add(message.recipient().name() + " " + message.subject());
				if (message.subject().equals("uncertain")) {
					throw new UncertainDeliveryException("no answer", null);
				}
			}
		}
	}

	@Autowired
	SupervisionStarts starts;
	@Autowired
	IndividualReminders individuals;
	@Autowired
	Rosters rosters;
	@Autowired
	MissingReviewers missing;
	@Autowired
	OrganisationStaff staffOf;
	@Autowired
	StaffAccounts accounts;
	@Autowired
	SupervisionDesk desk;
	@Autowired
	LapseConfirmations confirmations;
	@Autowired
	OrganisationDirectory organisations;
	@Autowired
	AdministratorChanges changes;
	@Autowired
	AccountClaims claims;
	@Autowired
	ApplicantAccounts accountsOfIndividuals;
	@Autowired
	Outbox outbox;
	@Autowired
	Notices notices;
	@Autowired
	OwnChannel own;
	@Autowired
	TestRecords filed;
	@Autowired
	TestReviews reviews;
	@Autowired
	RuntimeService runtime;
	@Autowired
	ManagementService management;
	@Autowired
	IdentityService identities;
	@Autowired
	PlatformTransactionManager transactions;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	MutableClock clock;

	private GreenMail server;

	@DynamicPropertySource
	static void port(DynamicPropertyRegistry registry) {
		registry.add("spring.mail.port", () -> PORT);
	}

	@BeforeEach
	void nothing_waits() {
		jdbc.update("delete from outgoing_message");
		jdbc.update("update reminder_round set done_until = null");
		own.taken.clear();
		startServer();
	}

	@AfterEach
	void stopServer() {
		server.stop();
	}

	private void startServer() {
		server = new GreenMail(new ServerSetup(PORT, "localhost", ServerSetup.PROTOCOL_SMTP));
		server.start();
	}

	@Test
	void an_organisation_gets_one_digest_by_mail_without_personal_data() throws Exception {
		var number = filed.submittedBySomebody("zy-school");
		mailOf("zy-school", "reviewer@example.cn");
		starts.beginAll();
		remind("zy-school", "2021-05-03T08:00");

		outbox.sendDue();
		outbox.sendDue();

		var mail = mailsTo("reviewer@example.cn");
		assertThat(mail).hasSize(1);
		assertThat(mail.get(0).getSubject()).startsWith("【职称审核提醒】张掖市示范中学").endsWith("2021-05-10 24:00 截止");
		assertThat(text(mail.get(0))).contains("待审 ", "https://zc.example.cn").doesNotContain("演示", "13893612345", number);
		assertThat(jdbc.queryForList("select email from outgoing_message where email is not null")).isEmpty();
	}

	@Test
	void that_nobody_may_decide_is_told_once_to_who_can_add_somebody_and_again_when_it_comes_back() throws Exception {
		var number = filed.submittedBySomebody("gz-school");
		reviews.complete(reviews.task(number).getId(), "gz-education", "gz-school", Map.of("decision", "confirm"));
		mailOf("gz-education", "bureau@example.cn");
		mailOf("gz-reform", "office@example.cn");
		mailOf("zy-school", "elsewhere@example.cn");

		missing.tellAll();
		missing.tellAll();
		outbox.sendDue();

		for (var address : List.of("bureau@example.cn", "office@example.cn")) {
			assertThat(mailsTo(address)).hasSize(1);
			assertThat(mailsTo(address).get(0).getSubject()).isEqualTo("【职称审核】甘州区教育局：无其他审核人");
			assertThat(text(mailsTo(address).get(0))).contains("有 1 条职称信息").doesNotContain(number, "演示", "gz-education");
		}
		assertThat(mailsTo("elsewhere@example.cn")).isEmpty();
		jdbc.update("update title_record set waiting_since = stage_since where number = ?", number);
		missing.tellAll();
		jdbc.update("update title_record set waiting_since = null where number = ?", number);
		clock.advance(Duration.ofDays(1));
		missing.tellAll();
		outbox.sendDue();
		assertThat(mailsTo("bureau@example.cn")).hasSize(2);
	}

	@Test
	void that_an_administrator_has_made_himself_a_reviewer_is_told_to_the_superior() throws Exception {
		mailOf("gz-education", "bureau@example.cn");
		mailOf("gz-school", "school@example.cn");
		accounts.leave("gz-school", "gz-school");
		try {
			staffOf.add(new Staff("gz-school", Set.of(StaffGroups.administratorsOf("gz-school"))), "gz-school", StaffKind.REVIEWER, "gz-school", "某人");
		} finally {
			accounts.join("gz-school", "gz-school");
		}
		outbox.sendDue();

		assertThat(mailsTo("school@example.cn")).isEmpty();
		assertThat(mailsTo("bureau@example.cn")).hasSize(1);
		assertThat(mailsTo("bureau@example.cn").get(0).getSubject()).isEqualTo("【职称审核】甘州区示范小学：管理员自行授予本机构审核权");
		assertThat(text(mailsTo("bureau@example.cn").get(0))).contains("https://zc.example.cn").doesNotContain("gz-school", "某人");
	}

	@Test
	void who_was_locked_out_by_a_reset_is_told_at_the_address_known_before() throws Exception {
		var person = filed.newPerson();
		filed.submit(filed.completeDraft(person, "gz-school"));
		var entry = jdbc.queryForObject("select max(id) from roster_entry where organisation = 'gz-school'", Long.class);
		rosters.reset(new RosterClerk("gz-school", "gz-school", "10.9.0.1"), entry).orElseThrow();
		outbox.sendDue();

		var mail = mailsTo("yanshi@example.com");
		assertThat(mail).hasSize(1);
		assertThat(mail.get(0).getSubject()).isEqualTo("您的职称信息填报账户已被重置");
		assertThat(text(mail.get(0))).contains("甘州区示范小学于 2021年4月1日 09:00", "24 小时内不能导出全部数据")
				.doesNotContain(person.documentNumber(), person.name(), "13893612345");
	}

	/** What a step that a designer adds behind a timer does, see the guide for process designers. */
	@Test
	void reviewers_are_reminded_of_one_record_while_it_lies_with_them() throws Exception {
		var number = filed.submittedBySomebody("zy-school");
		mailOf("zy-school", "reviewer@example.cn");
		desk.remindReviewers(number);
		outbox.sendDue();

		var mail = mailsTo("reviewer@example.cn");
		assertThat(mail).hasSize(1);
		assertThat(mail.get(0).getSubject()).isEqualTo("【职称审核提醒】张掖市示范中学：请办理 " + number);
		assertThat(text(mail.get(0))).contains("等待“用人单位审核”", "2021-05-10 24:00").doesNotContain("演示", "13893612345");

		reviews.sendBack(number, "zy-school");
		clock.advance(Duration.ofMinutes(1));
		desk.remindReviewers(number);
		outbox.sendDue();
		assertThat(mailsTo("reviewer@example.cn")).hasSize(1);
	}

	@Test
	void while_the_server_is_down_messages_are_kept_and_sent_once_when_it_is_up_again() throws Exception {
		server.stop();
		say("down", "someone@example.cn", null);
		outbox.sendDue();
		assertThat(state("down", "mail")).isEqualTo("WAITING");
		assertThat(jdbc.queryForList("select email from outgoing_message where reminder = 'down'", String.class).toString())
				.doesNotContain("someone@example.cn");
		startServer();
		outbox.sendDue();
		assertThat(server.getReceivedMessages()).as("not due again yet").isEmpty();
		clock.advance(Duration.ofMinutes(1));
		outbox.sendDue();
		outbox.sendDue();
		assertThat(mailsTo("someone@example.cn")).hasSize(1);
		assertThat(state("down", "mail")).isEqualTo("SENT");
	}

	@Test
	void the_same_reminder_is_never_sent_twice_however_often_it_is_asked_for() {
		say("twice", "a@example.cn", null);
		outbox.sendDue();
		say("twice", "a@example.cn", null);
		outbox.sendDue();
		assertThat(server.getReceivedMessages()).hasSize(1);
	}

	@Test
	void what_may_have_arrived_is_not_sent_again() {
		new TransactionTemplate(transactions).executeWithoutResult(status -> notices.send(new Notice("u", "uncertain", "…",
				List.of(new Recipient("somebody", null, "13800000000")))));
		outbox.sendDue();
		clock.advance(Duration.ofDays(1));
		outbox.sendDue();
		assertThat(own.taken).containsExactly("somebody uncertain");
		assertThat(state("u", "ownChannel")).isEqualTo("UNCERTAIN");
	}

	@Test
	void what_could_not_be_sent_for_days_is_given_up() {
		server.stop();
		say("never", "a@example.cn", null);
		for (var i = 0; i < 60; i++) {
			outbox.sendDue();
			clock.advance(Duration.ofHours(2));
		}
		assertThat(state("never", "mail")).isEqualTo("GIVEN_UP");
		startServer();
	}

	@Test
	void several_servers_do_not_send_the_same_message() throws Exception {
		for (var i = 0; i < 60; i++) {
			say("many-" + i, null, "1380000" + (1000 + i));
		}
		var pool = Executors.newFixedThreadPool(4);
		try {
			Callable<Integer> send = outbox::sendDue;
			for (var done : pool.invokeAll(List.of(send, send, send, send))) {
				done.get();
			}
		} finally {
			pool.shutdown();
		}
		assertThat(own.taken).hasSize(60).doesNotHaveDuplicates();
	}

	@Test
	void individuals_are_reminded_of_drafts_and_of_returned_records_without_personal_data() throws Exception {
		jdbc.update("update title_record set email = null where state in ('DRAFT', 'RETURNED')");
		var draft = filed.completeDraft(filed.newPerson(), "zy-school");
		var returned = filed.submittedBySomebody("zy-school");
		individuals.remindAll();
		clock.set("2021-04-23T08:00");
		individuals.remindAll();
		individuals.remindAll();
		outbox.sendDue();
		var mails = mailsTo("yanshi@example.com");
		assertThat(mails).hasSize(1);
		assertThat(text(mails.get(0))).contains("您有1条职称信息尚未提交", "2021-04-30", "https://zc.example.cn/portal")
				.doesNotContain(draft.number(), "演示", "6207");

		reviews.sendBack(returned, "zy-school");
		for (var day : List.of("2021-05-03", "2021-05-07", "2021-05-09", "2021-05-10")) {
			clock.set(day + "T08:00");
			individuals.remindAll();
		}
		outbox.sendDue();
		assertThat(mailsTo("yanshi@example.com").stream().map(ReminderMailContract::text)).filteredOn(text -> text.contains("已退回修改")).hasSize(4);
	}

	private static final String REASON = "演示甲老师反映学校已停办";

	@Test
	void a_large_lapse_is_told_to_the_nearest_who_can_confirm_it_and_its_end_to_who_has_asked() throws Exception {
		filed.submittedBySomebody("gz-school");
		mailOf("gz-education", "asker@example.cn");
		mailOf("gz-reform", "office@example.cn");
		mailOf("zy-reform", "city@example.cn");
		clock.set("2021-05-11T09:00");
		var asker = new Staff("gz-education", Set.of("gz-education"));
		var office = new Staff("gz-reform", Set.of("gz-reform"));

		askForLapse(asker);
		var mail = onlyMailTo("office@example.cn");
		assertThat(mail.getSubject()).isEqualTo("【职称审核】甘州区示范小学：12 条逾期处理等待确认");
		assertThat(text(mail)).contains("甘州区教育局提出使甘州区示范小学逾期未审的 12 条职称信息失效", "2021年5月18日 09:00 前", "工作台—逾期处理确认", "https://zc.example.cn")
				.doesNotContain("演示", "停办", "gz-education");
		assertThat(mailsTo("asker@example.cn")).isEmpty();
		assertThat(mailsTo("city@example.cn")).as("told when there is nobody nearer").isEmpty();

		var request = confirmations.seenBy(office).get(0);
		assertThat(confirmations.refuse(office, request.id(), REASON).orElseThrow()).isEmpty();
		assertThat(text(onlyMailTo("asker@example.cn"))).contains("甘州区示范小学：逾期处理的结果", "没有通过，没有信息失效").doesNotContain("演示", "停办", "gz-reform");

		askForLapse(asker);
		request = confirmations.seenBy(office).get(0);
		assertThat(confirmations.confirm(office, request.id(), request.now(), REASON).orElseThrow()).isEmpty();
		assertThat(newMailTo("asker@example.cn")).contains("（12 条）已由另一人确认，" + request.now() + " 条正在失效").doesNotContain("演示", "停办", "gz-reform");

		askForLapse(asker);
		clock.set("2021-05-18T09:00");
		new TransactionTemplate(transactions).executeWithoutResult(status -> confirmations.expire());
		assertThat(newMailTo("asker@example.cn")).contains("在期限内没有人确认，已自动取消");
		assertThat(mailsTo("city@example.cn")).isEmpty();
	}

	private void askForLapse(Staff asker) {
		new TransactionTemplate(transactions).executeWithoutResult(status -> assertThat(confirmations.ask(asker, organisations.get("gz-school"),
				new Duty("gz-school", 2021), 12, REASON)).isEmpty());
	}

	@Test
	void changes_of_administrators_are_told_to_the_other_administrators_without_names_reasons_and_passwords() throws Exception {
		var administrators = StaffRole.ADMINISTRATOR.group();
		accounts.join("designer", administrators);
		accounts.join("supervisor", administrators);
		mailOf("admin", "first@example.cn");
		mailOf("designer", "second@example.cn");
		mailOf("supervisor", "third@example.cn");
		mailOf("gs-reform", "province@example.cn");
		var first = new Staff("admin", Set.of(administrators));
		var second = new Staff("designer", Set.of(administrators));
		try {
			ask(first);
			for (var address : List.of("second@example.cn", "third@example.cn")) {
				assertThat(text(onlyMailTo(address))).contains("【职称审核】管理员变更", "admin 提出：指定（甘肃省职改办）账号 fresh-admin", "工作台—管理员变更",
						"https://zc.example.cn").doesNotContain("王新任", "停办");
			}
			assertThat(mailsTo("first@example.cn")).isEmpty();
			changes.refuse(second, changes.waiting(second).get(0).id(), REASON);
			for (var address : List.of("first@example.cn", "third@example.cn")) {
				assertThat(newMailTo(address)).contains("designer 取消了管理员变更", "没有改变").doesNotContain("王新任", "停办");
			}
			ask(first);
			var confirmed = (Outcome.Done<Asked>) changes.confirm(second, changes.waiting(second).get(0).id(), REASON);
			for (var address : List.of("first@example.cn", "third@example.cn")) {
				assertThat(newMailTo(address)).contains("designer 确认了管理员变更", "已生效").doesNotContain("王新任", "停办", confirmed.value().password().orElseThrow().password());
			}
			assertThat(mailsTo("second@example.cn")).as("asked twice, and nothing of what it did itself").hasSize(2);
			assertThat(mailsTo("province@example.cn")).isEmpty();
		} finally {
			accounts.leave("designer", administrators);
			accounts.leave("supervisor", administrators);
		}
	}

	private void ask(Staff asker) {
		assertThat(changes.ask(asker, new Wanted(AdministratorChange.JOIN, "gs-reform", "fresh-admin", "王新任", REASON))).isInstanceOf(Outcome.Done.class);
	}

	@Test
	void a_claim_is_told_to_the_superior_of_both_and_its_decision_to_both_units_and_the_person() throws Exception {
		mailOf("zy-school", "unit@example.cn");
		mailOf("gz-school", "keeper@example.cn");
		mailOf("zy-reform", "superior@example.cn");
		mailOf("gz-reform", "elsewhere@example.cn");
		var clerk = new RosterClerk("zy-school", "zy-school", "10.3.0.1");
		var superior = new RosterClerk("zy-reform", "zy-reform", "10.3.0.3");
		for (boolean approved : new boolean[] { false, true }) {
			jdbc.update("update title_record set email = null");
			var person = filed.newPerson();
			filed.personId(person);
			filed.completeDraft(person, "gz-school");
			accountsOfIndividuals.open(person, filed.handOut(clerk, person), "mima-2022-xin", "10.3.0.9");
			var entry = jdbc.queryForObject("select max(id) from roster_entry where organisation = 'zy-school'", Long.class);
			assertThat(claims.ask(clerk, entry, REASON)).isEqualTo(AccountClaims.Result.ASKED);
			assertThat(newMailTo("superior@example.cn")).contains("账户转入申请等待决定", "张掖市职改办：", "工作台—账户转入申请", "https://zc.example.cn")
					.doesNotContain("演示", "停办", "6207", "/organisation/");
			claims.decide(superior, claims.openAt("zy-reform").get(0).id(), approved, REASON);
			assertThat(newMailTo("unit@example.cn")).contains("张掖市示范中学：", approved ? "已获同意" : "没有获得同意", "https://zc.example.cn").doesNotContain("演示", "停办", "6207");
		}
		assertThat(text(onlyMailTo("keeper@example.cn"))).contains("甘州区示范小学：", "转由其他单位管理").doesNotContain("演示", "停办", "6207", "张掖市示范中学");
		assertThat(text(onlyMailTo("yanshi@example.com"))).contains("转由张掖市示范中学管理", "原密码已失效").doesNotContain("演示", "停办", "6207");
		assertThat(mailsTo("elsewhere@example.cn")).isEmpty();
	}

	private MimeMessage onlyMailTo(String address) throws Exception {
		outbox.sendDue();
		assertThat(mailsTo(address)).hasSize(1);
		return mailsTo(address).get(0);
	}

	/** @return the text of the mail that has come last */
	private String newMailTo(String address) {
		outbox.sendDue();
		var mails = mailsTo(address);
		assertThat(mails).isNotEmpty();
		return text(mails.get(mails.size() - 1));
	}

	private void say(String key, String email, String mobile) {
		new TransactionTemplate(transactions).executeWithoutResult(status -> notices.send(new Notice(key, "请办理 " + key, "请办理",
				List.of(new Recipient("account", email, mobile)))));
	}

	private String state(String key, String channel) {
		return jdbc.queryForObject("select state from outgoing_message where reminder = ? and channel = ?", String.class, key, channel);
	}

	private void mailOf(String account, String address) {
		var user = identities.createUserQuery().userId(account).singleResult();
		user.setEmail(address);
		identities.saveUser(user);
	}

	private void remind(String organisation, String moment) {
		clock.set(moment);
		var instance = runtime.createProcessInstanceQuery().processDefinitionKey("stage-supervision")
				.processInstanceBusinessKey("2021/" + organisation).singleResult();
		management.executeJob(management.createJobQuery().processInstanceId(instance.getId()).singleResult().getId());
	}

	private List<MimeMessage> mailsTo(String address) {
		return Arrays.stream(server.getReceivedMessages()).filter(mail -> {
			try {
				return mail.getAllRecipients()[0].toString().equals(address);
			} catch (MessagingException e) {
				throw new IllegalStateException(e);
			}
		}).toList();
	}

	private static String text(MimeMessage mail) {
		try {
			return mail.getSubject() + "\n" + mail.getContent();
		} catch (MessagingException | IOException e) {
			throw new IllegalStateException(e);
		}
	}

	private static int freePort() {
		try (var socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
