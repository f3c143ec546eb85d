package cn.zhicheng.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.transaction.PlatformTransactionManager;

import cn.zhicheng.notification.Notice;
import cn.zhicheng.notification.NotificationSettings;
import cn.zhicheng.notification.Notices;
import cn.zhicheng.notification.Recipient;
import cn.zhicheng.security.AuditKind;
import cn.zhicheng.security.AuditReading;
import cn.zhicheng.security.AuditReading.Entry;
import cn.zhicheng.security.StaffAccounts;

/** Who is told when something new is to be looked after. */
class AlertWatchTest {

	private final AuditReading trail = mock(AuditReading.class);
	private final AlertStore store = mock(AlertStore.class);
	private final StaffAccounts accounts = mock(StaffAccounts.class);
	private final Notices notices = mock(Notices.class);
	private final AlertSettings settings = new AlertSettings(Duration.ofMinutes(1), 200, 1, 20, 1, Set.of(DayOfWeek.values()), LocalTime.MIN, LocalTime.MAX, Set.of(), Set.of());
	private AlertWatch watch;

	@BeforeEach
	void a_watch() {
		var messages = new ResourceBundleMessageSource();
		messages.setBasenames("messages/alert");
		messages.setDefaultEncoding("UTF-8");
		messages.setUseCodeAsDefaultMessage(true);
		watch = new AlertWatch(trail, new AlertRules(settings), store, settings, accounts, notices, mock(NotificationSettings.class), messages,
				mock(PlatformTransactionManager.class));
		when(notices.reachSomebody()).thenReturn(true);
		when(accounts.mailAddressesOf("security-admin")).thenReturn(Map.of("security", "anquan@example.org"));
		when(trail.after(anyLong(), anyInt())).thenReturn(List.of(refused(1, "2021-04-01T01:00:00Z", "admin"), refused(2, "2021-04-01T02:00:00Z", "gs-reform"),
				refused(3, "2021-04-02T01:00:00Z", "admin")));
	}

	@Test
	void the_security_administrators_are_told_once_of_each_day_with_something_new() {
		when(store.add(any(), anyInt(), any(), any(), any(), any(), anyInt())).thenReturn(true);
		watch.look();
		var sent = ArgumentCaptor.forClass(Notice.class);
		verify(notices, times(2)).send(sent.capture());
		assertThat(sent.getAllValues()).extracting(Notice::key).containsExactly("alerts/2021-04-01/REFUSED_RIGHTS", "alerts/2021-04-02/REFUSED_RIGHTS");
		assertThat(sent.getAllValues()).allSatisfy(notice -> {
			assertThat(notice.recipients()).containsExactly(new Recipient("security", "anquan@example.org", null));
			assertThat(notice.subject()).isEqualTo("【职称审核】有新的安全告警");
			assertThat(notice.body()).as("neither who nor what").doesNotContain("admin").doesNotContain("gs-reform");
		});
		verify(store).reached(3);
	}

	@Test
	void what_was_to_be_looked_after_already_is_told_to_nobody() {
		when(store.add(any(), anyInt(), any(), any(), any(), any(), anyInt())).thenReturn(false);
		watch.look();
		verify(notices, never()).send(any());
	}

	private static Entry refused(long place, String at, String actor) {
		return new Entry(place, Instant.parse(at), AuditKind.RIGHTS_REFUSED, actor, null, "account:x", Map.of("rule", "rights.removesSelf"), place, "", "");
	}
}
