package cn.zhicheng.security;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.config.annotation.web.configurers.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

/**
 * A real OpenID Connect provider (Spring Authorization Server) with accounts of its own, for tests.
 */
final class IdentityProvider implements AutoCloseable {

	static final String CLIENT = "zhicheng";
	static final String SECRET = "a-secret-of-this-test";
	static final String PASSWORD = "password-of-the-provider";

	private static final List<String> PEOPLE = List.of("gz-school", "school-newcomer", "school-unverified", "stranger");

	private final ServletWebServerApplicationContext context;

	private IdentityProvider(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	static IdentityProvider start() {
		var context = new SpringApplicationBuilder(Provider.class)
				.properties("server.port=0", "spring.config.name=identity-provider", "spring.main.banner-mode=off").run();
		return new IdentityProvider((ServletWebServerApplicationContext) context);
	}

	int port() {
		return context.getWebServer().getPort();
	}

	String issuer() {
		return "http://localhost:" + port();
	}

	/** From now on the provider sends people who have signed on back to this address. */
	void register(String redirectUri) {
		context.getBean(Clients.class).add(redirectUri);
	}

	@Override
	public void close() {
		context.close();
	}

	/** The applications that may ask the provider. */
	static final class Clients implements RegisteredClientRepository {

		private final List<RegisteredClient> clients = new CopyOnWriteArrayList<>();

		void add(String redirectUri) {
			clients.add(RegisteredClient.withId(UUID.randomUUID().toString()).clientId(CLIENT).clientSecret("{noop}" + SECRET)
					.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
					.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE).redirectUri(redirectUri)
					.scope(OidcScopes.OPENID).scope(OidcScopes.PROFILE).build());
		}

		@Override
		public void save(RegisteredClient client) {
			clients.add(client);
		}

		@Override
		public RegisteredClient findById(String id) {
			return clients.stream().filter(client -> client.getId().equals(id)).findFirst().orElse(null);
		}

		@Override
		public RegisteredClient findByClientId(String clientId) {
			return clients.stream().filter(client -> client.getClientId().equals(clientId)).findFirst().orElse(null);
		}
	}

	@EnableWebSecurity
	@ImportAutoConfiguration({ ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class })
	static class Provider {

		@Bean
		@Order(1)
		SecurityFilterChain protocol(HttpSecurity http) throws Exception {
			var server = OAuth2AuthorizationServerConfigurer.authorizationServer();
			return http.securityMatcher(server.getEndpointsMatcher())
					.with(server, configurer -> configurer.oidc(Customizer.withDefaults()))
					.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
					.exceptionHandling(errors -> errors.defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"),
							new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
					.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain login(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated()).formLogin(Customizer.withDefaults()).build();
		}

		@Bean
		UserDetailsService people() {
			return new InMemoryUserDetailsManager(PEOPLE.stream()
					.map(name -> User.withUsername(name).password("{noop}" + PASSWORD).roles("PERSON").build()).toList());
		}

		@Bean
		Clients clients() {
			return new Clients();
		}

		@Bean
		OAuth2TokenCustomizer<JwtEncodingContext> accountNames() {
			return token -> {
				var name = token.getPrincipal().getName();
				token.getClaims().claim("preferred_username", name);
				// Three accounts with one address, which is verified for two of them.
				token.getClaims().claim("email", name.equals("gz-school") ? "Shared@example.org" : "shared@example.org");
				token.getClaims().claim("email_verified", !name.equals("school-unverified"));
			};
		}

		@Bean
		JWKSource<SecurityContext> keys() throws JOSEException {
			return new ImmutableJWKSet<>(new JWKSet(new RSAKeyGenerator(2048).keyID("test").generate()));
		}

		@Bean
		JwtDecoder tokens(JWKSource<SecurityContext> keys) {
			return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
		}

		@Bean
		AuthorizationServerSettings settings() {
			return AuthorizationServerSettings.builder().build();
		}
	}
}
