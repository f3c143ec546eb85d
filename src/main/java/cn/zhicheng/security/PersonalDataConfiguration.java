package cn.zhicheng.security;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Everything needed to store and find personal data; a slice of the application that maps encrypted columns imports
 * this class and nothing else.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PersonalDataSettings.class)
public class PersonalDataConfiguration {

	@Bean
	PersonalDataKeys personalDataKeys(PersonalDataSettings settings) {
		return new PersonalDataKeySource(settings).keys();
	}

	@Bean
	PersonalDataCipher personalDataCipher(PersonalDataKeys keys) {
		return new PersonalDataCipher(keys);
	}

	@Bean
	PersonalDataHash personalDataHash(PersonalDataKeys keys) {
		return new PersonalDataHash(keys);
	}

	@Bean
	PersonalDataStreams personalDataStreams(PersonalDataKeys keys) {
		return new PersonalDataStreams(keys);
	}

	@Bean
	EncryptedText encryptedText(PersonalDataCipher cipher) {
		return new EncryptedText(cipher);
	}
}
