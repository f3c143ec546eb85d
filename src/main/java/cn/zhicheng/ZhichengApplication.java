package cn.zhicheng;

import java.util.TimeZone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Zhicheng (职称): collection, review and verification of professional titles.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ZhichengApplication {

	public static void main(String[] args) {
		// The engine stores times without a zone: on every node they must be those of the same zone without summer time.
		TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
		if (CommandApplication.isAskedFor(args)) {
			System.exit(CommandApplication.run(args));
		}
		if (RehearsalApplication.isAskedFor(args)) {
			System.exit(RehearsalApplication.run(args));
		}
		SpringApplication.run(ZhichengApplication.class, args);
	}
}
