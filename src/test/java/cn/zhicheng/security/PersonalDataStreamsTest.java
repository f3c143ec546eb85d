package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataStreamsTest {

	private static final String OLD = TestPersonalData.key("k2021", 1);

	private static final String NEW = TestPersonalData.key("k2022", 2);

	private final PersonalDataStreams streams = TestPersonalData.streams(OLD);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 4095, 4096, 4097, 1_000_000 })
	void whatIsReadIsWhatWasWritten(int size) throws IOException {
		byte[] clear = bytes(size);
		assertThat(decrypted(streams, encrypted(streams, clear))).isEqualTo(clear);
	}

	@Test
	void nothingOfTheContentCanBeSeenAndNoTwoStreamsAreAlike() throws IOException {
		byte[] clear = "6207**********001X ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
		byte[] once = encrypted(streams, clear);
		assertThat(new String(once, StandardCharsets.ISO_8859_1)).doesNotContain("6207", "001X").startsWith("ZCE1");
		assertThat(encrypted(streams, clear)).isNotEqualTo(once);
	}

	@Test
	void aSingleChangedBitIsFoundWhereverItIs() throws IOException {
		byte[] whole = encrypted(streams, bytes(10_000));
		for (int at = 0; at < whole.length; at += 97) {
			byte[] changed = whole.clone();
			changed[at] ^= 1;
			assertRefused(changed);
		}
	}

	@Test
	void whatIsCutOffIsRefusedEvenBetweenTwoSegments() throws IOException {
		byte[] whole = encrypted(streams, bytes(20_000));
		for (int length = 0; length < whole.length; length += 61) {
			assertRefused(Arrays.copyOf(whole, length));
		}
		int head = 4 + 1 + "k2021".length();
		for (int segment = 1; segment <= 4; segment++) {
			assertRefused(Arrays.copyOf(whole, head + segment * 4096));
		}
		assertRefused(Arrays.copyOf(whole, whole.length + 1));
	}

	@Test
	void exchangedSegmentsAreRefused() throws IOException {
		byte[] whole = encrypted(streams, bytes(20_000));
		int second = 4 + 1 + "k2021".length() + 4096;
		byte[] exchanged = whole.clone();
		System.arraycopy(whole, second, exchanged, second + 4096, 4096);
		System.arraycopy(whole, second + 4096, exchanged, second, 4096);
		assertRefused(exchanged);
	}

	@Test
	void aStreamCanNotBePassedOffAsAnother() throws IOException {
		byte[] mine = encrypted(streams, bytes(100));
		assertThatThrownBy(() -> streams.decrypting("evidence", "other", new ByteArrayInputStream(mine)).readAllBytes())
				.isInstanceOf(IOException.class);
		assertThatThrownBy(() -> streams.decrypting("letter", "mine", new ByteArrayInputStream(mine)).readAllBytes())
				.isInstanceOf(IOException.class);
	}

	@Test
	void anOlderKeyStillReadsAndTheNewestWrites() throws IOException {
		byte[] before = encrypted(streams, bytes(5000));
		PersonalDataStreams both = TestPersonalData.streams(NEW, OLD);
		assertThat(decrypted(both, before)).isEqualTo(bytes(5000));
		assertThat(both.keyOf(new ByteArrayInputStream(before))).contains("k2021");
		assertThat(both.keyOf(new ByteArrayInputStream(encrypted(both, bytes(1))))).contains("k2022");
		assertThat(both.isCurrent("k2021")).isFalse();
	}

	@Test
	void aStreamUnderAKeyNotKnownHereSaysWhich() throws IOException {
		byte[] stored = encrypted(streams, bytes(100));
		assertThatThrownBy(() -> decrypted(TestPersonalData.streams(NEW), stored))
				.isInstanceOf(UnreadablePersonalDataException.class).hasMessageContaining("'k2021'");
	}

	@Test
	void whatWasNeverEncryptedIsRefused() {
		for (String clear : new String[] { "", "%PDF-1.7", "ZCE1", "ZCE1\u0003" }) {
			assertThatThrownBy(() -> decrypted(streams, clear.getBytes(StandardCharsets.ISO_8859_1)))
					.isInstanceOf(UnreadablePersonalDataException.class);
		}
	}

	private void assertRefused(byte[] stored) {
		assertThatThrownBy(() -> decrypted(streams, stored)).satisfiesAnyOf(
				failure -> assertThat(failure).isInstanceOf(IOException.class),
				failure -> assertThat(failure).isInstanceOf(UnreadablePersonalDataException.class));
	}

	private static byte[] encrypted(PersonalDataStreams streams, byte[] clear) throws IOException {
		ByteArrayOutputStream stored = new ByteArrayOutputStream();
		try (OutputStream out = streams.encrypting("evidence", "mine", stored)) {
			out.write(clear);
		}
		return stored.toByteArray();
	}

	private static byte[] decrypted(PersonalDataStreams streams, byte[] stored) throws IOException {
		try (InputStream in = streams.decrypting("evidence", "mine", new ByteArrayInputStream(stored))) {
			return in.readAllBytes();
		}
	}

	private static byte[] bytes(int size) {
		byte[] bytes = new byte[size];
		new Random(size).nextBytes(bytes);
		return bytes;
	}
}
