package cn.zhicheng.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0DB8:0001:0002:0:0:0:1, 2001:db8:1:2::9", "::1, 0:0:0:0:0:0:0:1",
			"fe80::1%eth0, fe80::2%eth1", "::ffff:192.0.2.7, 192.0.2.7" })
	void addresses_of_one_customer_are_one(String one, String other) {
		assertThat(AddressBlock.of(one)).isEqualTo(AddressBlock.of(other));
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2::1, 2001:db8:1:3::1", "192.0.2.7, 192.0.2.8", "::ffff:192.0.2.7, ::ffff:192.0.2.8", "2001:db8::1, 32.1.13.184" })
	void addresses_of_two_customers_are_two(String one, String other) {
		assertThat(AddressBlock.of(one)).isNotEqualTo(AddressBlock.of(other));
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.7", "''", "not an address", "1:2:3", ":::::", "abc:example", "example.org", "%" })
	void what_is_no_address_of_version_6_stays_as_it_is(String address) {
		assertThat(AddressBlock.of(address)).isEqualTo(address);
	}
}
