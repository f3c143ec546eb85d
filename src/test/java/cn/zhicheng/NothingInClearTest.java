package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static cn.zhicheng.FormToken.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;

import cn.zhicheng.evidence.SamplePdfs;
import cn.zhicheng.evidence.SamplePhotos;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.RecordState;
import cn.zhicheng.filing.TitleRecords;
import cn.zhicheng.security.Staff;
import cn.zhicheng.security.StaffAuthentication;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The whole way of a record with numbers that nothing else knows, and then a search for them wherever the application may
 * have left something: every column of every table, the engine's included, the log, process variables and history, the
 * evidence directory with its page images, temporary files, and all addresses that were asked for.
 */
@ApplicationTest
@OnPostgresql
@Import(NothingInClearTest.Addresses.class)
@ExtendWith(OutputCaptureExtension.class)
class NothingInClearTest {

	private static final SecureRandom RANDOM = new SecureRandom();
	/** Bytes; the application writes no larger files. */
	private static final long LARGEST = 5_000_000;
	private static final String PASSWORD = "mima-2021";

	private static final Pattern CODE = Pattern.compile("[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}");

	@Autowired
	MockMvc web;
	@Autowired
	JdbcTemplate jdbc;
	@Autowired
	TaskService tasks;
	@Autowired
	RuntimeService runtime;
	@Autowired
	HistoryService history;
	@Autowired
	IdentityService identities;
	@Autowired
	TitleRecords records;
	@Autowired
	Queue<String> addresses;
	@Value("${zhicheng.evidence.directory}")
	Path evidence;

	private final String documentNumber = identityNumber();
	/** As certificates from before 1999 have it for their own number. */
	private final String oldNumber = documentNumber.substring(0, 6) + documentNumber.substring(8, 17);
	private final String mobile = "139" + digits(8);
	private final String amendedMobile = "137" + digits(8);
	private final String email = "seeded." + letters(10) + "@example.org";
	private final String socialSecurityNumber = "Q" + digits(8);

	private final CookieJar session = new CookieJar();

	@DynamicPropertySource
	static void files(DynamicPropertyRegistry registry) throws IOException {
		var directory = Files.createTempDirectory("evidence");
		registry.add("zhicheng.evidence.directory", directory::toString);
	}

	/** Every address that is asked for, with its query. */
	@TestConfiguration(proxyBeanMethods = false)
	static class Addresses {

		@Bean
		Queue<String> requestedAddresses() {
			return new ConcurrentLinkedQueue<>();
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		Filter addressFilter(Queue<String> requestedAddresses) {
			return (request, response, chain) -> {
				var asked = (HttpServletRequest) request;
				requestedAddresses.add(asked.getRequestURI() + "?" + asked.getQueryString());
				chain.doFilter(request, response);
			};
		}
	}

	@AfterEach
	void nobodyIsSignedOn() {
		identities.clearAuthentication();
	}

	@Test
	void no_seeded_number_is_left_in_clear_anywhere(CapturedOutput log) throws Exception {
		var start = FileTime.fromMillis(Files.getLastModifiedTime(Files.createTempFile("start", "")).toMillis() - 2000);
		var number = theWholeWay();

		var left = new ArrayList<String>();
		search("log", log.getAll(), left);
		addresses.forEach(address -> search("address " + address.length(), address, left));
		searchDatabase(left);
		searchEngine(number, left);
		searchFiles(evidence, FileTime.fromMillis(0), left);
		searchFiles(Path.of(System.getProperty("java.io.tmpdir")), start, left);
		assertThat(left).isEmpty();
		assertThat(addresses).hasSizeGreaterThan(15);
	}

	@Test
	void the_search_would_find_them() throws IOException {
		for (var written : List.of(documentNumber, documentNumber.toLowerCase(Locale.ROOT), documentNumber.replaceAll("(.{6})(.{8})", "$1 $2 "),
				"+86 " + mobile.substring(0, 3) + "-" + mobile.substring(3, 7) + "-" + mobile.substring(7), email.toUpperCase(Locale.ROOT),
				Base64.getEncoder().encodeToString(documentNumber.getBytes(StandardCharsets.UTF_8)),
				"\\x" + HexFormat.of().formatHex(mobile.getBytes(StandardCharsets.UTF_8)),
				new String(socialSecurityNumber.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1))) {
			var left = new ArrayList<String>();
			search("here", "before " + written + " after", left);
			assertThat(left).as(written).hasSize(1);
		}
		jdbc.execute("create table searched (t text, b bytea)");
		try {
			jdbc.update("insert into searched values (?, ?)", email, mobile.getBytes(StandardCharsets.UTF_8));
			var left = new ArrayList<String>();
			searchDatabase(left);
			assertThat(left).containsExactlyInAnyOrder("e-mail in searched.t", "mobile in searched.b");
		} finally {
			jdbc.execute("drop table searched");
		}
		var folder = Files.createTempDirectory("searched");
		Files.writeString(folder.resolve("a.bin"), "x" + documentNumber);
		var left = new ArrayList<String>();
		searchFiles(folder, FileTime.fromMillis(0), left);
		assertThat(left).hasSize(1);
		Files.delete(folder.resolve("a.bin"));
	}

	// The way

	private String theWholeWay() throws Exception {
		var code = codeFromTheUnit();
		// Mistyped, with blanks and in small letters, as people do.
		send(post("/portal/sign-in").param("documentType", "RESIDENT_ID_CARD").param("documentNumber", documentNumber + "0").param("name", "演示种"));
		send(post("/portal/sign-in").param("documentType", "RESIDENT_ID_CARD")
				.param("documentNumber", " " + documentNumber.toLowerCase(Locale.ROOT) + " ").param("name", "演示种"));
		send(post("/portal/sign-in/activation").param("code", code).param("newPassword", documentNumber).param("repeated", documentNumber));
		send(post("/portal/sign-in/activation").param("code", code).param("newPassword", PASSWORD).param("repeated", PASSWORD));
		var edit = send(post("/portal/records"));
		var number = edit.split("/")[3];
		send(fields(multipart(edit), number, "13812345678901"));
		send(fields(multipart(edit), number, mobile));
		for (var file : evidence().entrySet()) {
			send(multipart("/portal/records/" + number + "/evidence/" + file.getKey())
					.file(new MockMultipartFile("file", file.getKey() + ".bin", "application/octet-stream", file.getValue()))
					.param("version", version(number)));
		}
		web.perform(get("/portal/records/" + number).with(session)).andExpect(status().isOk());
		send(post("/portal/records/" + number + "/submission").param("version", version(number)).param("truthful", "true"));
		assertThat(records.findByNumber(number).orElseThrow().state()).isEqualTo(RecordState.IN_REVIEW);
		decide(number, "gz-school", Map.of("decision", "return", "reason", "证书不清晰"));
		send(fields(multipart(edit), number, amendedMobile));
		send(post("/portal/records/" + number + "/submission").param("version", version(number)).param("truthful", "true"));
		for (var organisation : List.of("gz-school", "gz-education", "gz-reform", "zy-reform", "gs-reform")) {
			look(number, organisation);
			decide(number, organisation, Map.of("decision", "confirm"));
		}
		assertThat(records.findByNumber(number).orElseThrow().state()).isEqualTo(RecordState.PUBLISHED);
		web.perform(post("/verify").with(csrf()).param("name", "演示种").param("documentNumber", documentNumber)
				.param("certificateNumber", oldNumber)).andExpect(status().isOk());
		web.perform(get("/portal/looks").with(session)).andExpect(status().isOk());
		web.perform(post("/portal/export").with(csrf()).with(session).param("password", PASSWORD)).andExpect(status().isOk());
		return number;
	}

	/** The person's unit puts them on its roster, with a mistake at first, and hands out a code. */
	private String codeFromTheUnit() throws Exception {
		var roster = "/organisation/gz-school/roster";
		var staff = authentication(StaffAuthentication.ofSession(new Staff("gz-school", Set.of("gz-school"))));
		var desk = new CookieJar();
		for (var list : List.of("演示种 " + documentNumber + "0", "演示种 " + documentNumber)) {
			web.perform(multipart(roster + "/import").param("text", list).with(staff).with(csrf()).with(desk));
		}
		var entry = jdbc.queryForObject("select max(id) from roster_entry", String.class);
		web.perform(get(roster).param("name", "演示种").with(staff).with(desk)).andExpect(status().isOk());
		var slips = CODE.matcher(web.perform(post(roster + "/codes").param("entry", entry).with(staff).with(csrf()).with(desk)).andReturn().getResponse().getContentAsString());
		assertThat(slips.find()).as("a slip").isTrue();
		return slips.group();
	}

	private String version(String number) {
		return Integer.toString(records.findByNumber(number).orElseThrow().version());
	}

	private <B extends AbstractMockHttpServletRequestBuilder<B>> B fields(B request, String number, String mobileAsTyped) {
		var values = TestRecords.content("gz-school");
		values.put(RecordField.NAME, "演示种");
		values.put(RecordField.BIRTH_DATE, documentNumber.substring(6, 10) + "-" + documentNumber.substring(10, 12) + "-"
				+ documentNumber.substring(12, 14));
		values.put(RecordField.MOBILE, mobileAsTyped);
		values.put(RecordField.EMAIL, email);
		values.put(RecordField.CERTIFICATE_NUMBER, oldNumber);
		values.put(RecordField.SOCIAL_SECURITY_NUMBER, socialSecurityNumber);
		values.forEach((field, value) -> request.param(field.key(), value));
		return request.param("version", version(number));
	}

	/** The numbers stand in the files too: in the description of a PDF, where nothing compresses them. */
	private Map<String, byte[]> evidence() throws IOException {
		var files = new LinkedHashMap<String, byte[]>();
		files.put("PHOTO", SamplePhotos.jpeg());
		for (var pdf : Map.of("CERTIFICATE", SamplePdfs.certificate("演示种"), "QUALIFICATION_DOCUMENT",
				SamplePdfs.qualificationDocument("演示种"), "REVIEW_FORM", SamplePdfs.reviewForm("演示种")).entrySet()) {
			try (var document = Loader.loadPDF(pdf.getValue())) {
				document.getDocumentInformation().setKeywords(documentNumber + " " + mobile + " " + email + " " + socialSecurityNumber);
				var out = new ByteArrayOutputStream();
				document.save(out, CompressParameters.NO_COMPRESSION);
				files.put(pdf.getKey(), out.toByteArray());
			}
		}
		return files;
	}

	/** @return where the answer leads; null when it is a page */
	private String send(AbstractMockHttpServletRequestBuilder<?> request) throws Exception {
		return web.perform(request.with(csrf()).with(session)).andReturn().getResponse().getRedirectedUrl();
	}

	private void look(String number, String organisation) throws Exception {
		var account = httpBasic(organisation, "Zhicheng-2021");
		var record = "/api/review/records/" + number;
		web.perform(get(record).with(account)).andExpect(status().isOk());
		for (var field : List.of("DOCUMENT_NUMBER", "SOCIAL_SECURITY_NUMBER", "MOBILE", "EMAIL")) {
			web.perform(post(record + "/looks").with(account).contentType("application/json").content("{\"field\":\"" + field + "\"}"))
					.andExpect(status().isOk());
		}
		for (var id : jdbc.queryForList("select e.id from evidence e join title_record r on r.id = e.record_id where r.number = ?", Long.class,
				number)) {
			web.perform(get(record + "/evidence/" + id + "/pages/1").with(account)).andExpect(status().isOk());
		}
	}

	private void decide(String number, String organisation, Map<String, Object> decision) {
		identities.setAuthentication(organisation, List.of(organisation));
		tasks.complete(tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId(), decision);
		identities.clearAuthentication();
	}

	// The search

	private void search(String where, String text, List<String> left) {
		var plain = text.toLowerCase(Locale.ROOT);
		var joined = plain.replaceAll("[\\s\\x00-]", "");
		Map.of("identity number", documentNumber, "old identity number", oldNumber, "mobile", mobile, "amended mobile", amendedMobile, "e-mail", email, "social security number", socialSecurityNumber)
				.forEach((name, value) -> {
					var bytes = value.getBytes(StandardCharsets.UTF_8);
					var lower = value.toLowerCase(Locale.ROOT);
					boolean found = plain.contains(lower) || joined.contains(lower) || text.contains(Base64.getEncoder().withoutPadding().encodeToString(bytes))
							|| plain.contains(HexFormat.of().formatHex(bytes)) || plain.contains(lower.replace("@", "%40"));
					if (found) {
						left.add(name + " in " + where);
					}
				});
	}

	private void searchDatabase(List<String> left) {
		var tables = jdbc.queryForList("select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
				String.class);
		assertThat(tables).contains("applicant", "title_record", "history_entry", "audit_entry", "act_ru_variable", "act_hi_procinst", "act_ge_bytearray");
		for (var table : tables) {
			jdbc.query("select * from \"" + table + "\"", row -> {
				for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
					var value = row.getObject(column) instanceof byte[] bytes ? new String(bytes, StandardCharsets.ISO_8859_1) : row.getString(column);
					if (value != null) {
						search(table + "." + row.getMetaData().getColumnName(column), value, left);
					}
				}
			});
		}
	}

	private void searchEngine(String number, List<String> left) {
		assertThat(history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(number).count()).isEqualTo(1);
		history.createHistoricVariableInstanceQuery().list().forEach(variable -> search("history", variable.getName() + variable.getValue(), left));
		runtime.createVariableInstanceQuery().list().forEach(variable -> search("variable", variable.getName() + variable.getValue(), left));
		history.createHistoricTaskInstanceQuery().list().forEach(task -> search("task", task.getName() + task.getDescription(), left));
	}

	private void searchFiles(Path folder, FileTime changedSince, List<String> left) throws IOException {
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {

			/** What is in the database was searched there. */
			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
				return directory.endsWith("embedded-pg") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (attributes.isRegularFile() && attributes.lastModifiedTime().compareTo(changedSince) >= 0 && attributes.size() < LARGEST) {
					searchFile(file, left);
				}
				return FileVisitResult.CONTINUE;
			}

			/** Others make and remove temporary files all the time. */
			@Override
			public FileVisitResult visitFileFailed(Path file, IOException gone) {
				return FileVisitResult.CONTINUE;
			}
		});
	}

	private void searchFile(Path file, List<String> left) {
		search("name of file", file.getFileName().toString(), left);
		try {
			var content = Files.readString(file, StandardCharsets.ISO_8859_1);
			search(file.toString(), content, left);
		} catch (NoSuchFileException | AccessDeniedException notOurs) {
			// Other processes make and remove temporary files of their own meanwhile.
			assertThat(file.startsWith(evidence)).isFalse();
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	// The numbers

	private static String identityNumber() {
		var birth = LocalDate.of(1960, 1, 1).plusDays(RANDOM.nextInt(9000)).format(DateTimeFormatter.BASIC_ISO_DATE);
		var first = "620702" + birth + digits(3);
		int sum = 0;
		for (int i = 0; i < first.length(); i++) {
			// GB 11643-1999: the weight of a place is the power of two that it has from the right, modulo 11.
			sum += (first.charAt(i) - '0') * ((1 << (17 - i)) % 11);
		}
		return first + "10X98765432".charAt(sum % 11);
	}

	private static String digits(int count) {
		return RANDOM.ints(count, 0, 10).mapToObj(Integer::toString).reduce("", String::concat);
	}

	private static String letters(int count) {
		return RANDOM.ints(count, 'a', 'z' + 1).mapToObj(Character::toString).reduce("", String::concat);
	}
}
