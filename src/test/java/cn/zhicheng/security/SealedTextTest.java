package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import cn.zhicheng.MutableClock;

/** What the browser keeps for us can be opened by us, for what it is for and as long as it counts. */
class SealedTextTest {

	private final MutableClock clock = MutableClock.at("2021-04-01T09:00");
	private final SealedText sealed = new SealedText(TestKeys.single(), clock);

	@Test
	void it_is_opened_for_its_purpose_within_its_time_and_by_every_instance_with_the_same_key() {
		var text = sealed.seal("claim", "一行\n另一行", Duration.ofMinutes(10));
		assertThat(text).doesNotContain("一行");
		assertThat(sealed.open("claim", text)).contains("一行\n另一行");
		assertThat(new SealedText(TestKeys.single(), clock).open("claim", text)).contains("一行\n另一行");
		assertThat(sealed.open("other", text)).isEmpty();
		clock.advance(Duration.ofMinutes(10));
		assertThat(sealed.open("claim", text)).isEmpty();
	}

	@Test
	void what_was_changed_cut_or_made_up_is_nothing() {
		var text = sealed.seal("claim", "x", Duration.ofMinutes(10));
		var last = text.charAt(text.length() - 5) == 'A' ? 'B' : 'A';
		assertThat(sealed.open("claim", text.substring(0, text.length() - 5) + last + text.substring(text.length() - 4))).isEmpty();
		assertThat(sealed.open("claim", text.substring(0, 20))).isEmpty();
		assertThat(sealed.open("claim", "v1:" + "k".repeat(5) + ":AAAA")).isEmpty();
		assertThat(sealed.open("claim", "")).isEmpty();
		assertThat(sealed.open("claim", null)).isEmpty();
	}

	/** Who can write to the database can not have a page accept what is stored there, nor the other way round. */
	@Test
	void what_is_stored_encrypted_is_nothing_that_was_sealed() {
		var stored = new PersonalDataCipher(TestKeys.single()).encrypt("claim", "9999999999999\nx");
		assertThat(sealed.open("claim", stored)).isEmpty();
	}
}
