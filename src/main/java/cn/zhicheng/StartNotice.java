package cn.zhicheng;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Tells whoever started the application where to go, and in the demonstration with which accounts.
 */
@Component
class StartNotice {

	private static final Logger LOG = LoggerFactory.getLogger(StartNotice.class);

	private final boolean demonstration;
	private final ObjectProvider<ServerProperties> serverSettings;

	StartNotice(@Value("${zhicheng.demonstration:false}") boolean demonstration,
			ObjectProvider<ServerProperties> serverSettings) {
		this.demonstration = demonstration;
		this.serverSettings = serverSettings;
	}

	private boolean isPlain() {
		var server = serverSettings.getObject();
		boolean encrypts = server.getSsl() != null && server.getSsl().isEnabled();
		boolean behindProxy = server.getForwardHeadersStrategy() != null
				&& server.getForwardHeadersStrategy() != ServerProperties.ForwardHeadersStrategy.NONE;
		return !encrypts && !behindProxy;
	}

	@EventListener
	void on(ApplicationReadyEvent event) {
		if (!(event.getApplicationContext() instanceof ServletWebServerApplicationContext context)) {
			return;
		}
		var address = "http://localhost:" + context.getWebServer().getPort();
		var notice = new StringBuilder("\n\n职称信息采集审核系统已启动\n")
				.append("  首页          %s/%n".formatted(address))
				.append("  个人填报      %s/portal%n".formatted(address))
				.append("  职称网查      %s/verify%n".formatted(address))
				.append("  审核 Tasklist %s/camunda/app/tasklist/%n".formatted(address))
				.append("  督办 Cockpit  %s/camunda/app/cockpit/%n".formatted(address));
		if (demonstration) {
			notice.append("演示账号（密码均为 Zhicheng-2021）\n")
					.append("  审核人员      账号即机构代码：gz-school → gz-education → gz-reform → zy-reform → gs-reform 等\n")
					.append("  其他人员      supervisor（督办）、designer（流程设计）、admin（系统管理）\n")
					.append("  填报人        演示甲，证件号码见 README；首次登录用激活码 2021-ZCXX，并设置密码\n");
		}
		LOG.info(notice.append("按 Ctrl+C 停止\n").toString());
		if (!demonstration && isPlain()) {
			LOG.warn("Passwords and personal data would travel unencrypted: there is neither TLS here (server.ssl) nor a proxy that is believed to end it"
					+ " (server.forward-headers-strategy). See docs/operator.md.");
		}
	}
}
