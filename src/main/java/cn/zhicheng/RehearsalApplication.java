package cn.zhicheng;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.util.FileSystemUtils;
import org.springframework.validation.ObjectError;

import cn.zhicheng.rehearsal.CampaignFigures;
import cn.zhicheng.rehearsal.Rehearsal;
import cn.zhicheng.rehearsal.RehearsalReport;
import cn.zhicheng.rehearsal.RehearsalSettings;
import cn.zhicheng.rehearsal.UnfitRehearsalException;
import cn.zhicheng.security.FirstPassword;

/**
 * Runs the application as a rehearsal, once or with other models a second time: without a web server, in an empty database in
 * memory, with keys and files that are gone afterwards. What is set elsewhere for database, files and keys does not count.
 *
 * <p>Not annotated as a configuration: the application is the same.
 */
public final class RehearsalApplication {

	/** Exit code: rehearsed, nothing went wrong with the models. */
	public static final int DONE = 0;
	/** Exit code: rehearsed, and something went wrong that would go wrong with these models in earnest. */
	public static final int NOT_WELL = 1;
	/** Exit code: not rehearsed; a wrong setting or a model that cannot be deployed. */
	public static final int FAILED = 2;

	private static final Logger LOG = LoggerFactory.getLogger(RehearsalApplication.class);
	private static final String PROFILE = "rehearsal";
	private static final String PROFILES = "spring.profiles.active";
	private static final int KEY_BYTES = 32;
	private static final String PROCESSES = "zhicheng.workflow.processes";

	private RehearsalApplication() {
	}

	/** @return whether the application is called with the profile {@code rehearsal} */
	static boolean isAskedFor(String... arguments) {
		return profiles(arguments).contains(PROFILE);
	}

	/** Asked before there is an application, hence of the three places where somebody names profiles who starts one. */
	private static List<String> profiles(String... arguments) {
		var given = new SimpleCommandLinePropertySource(arguments).getProperty(PROFILES);
		var named = given != null ? given : System.getProperty(PROFILES, System.getenv("SPRING_PROFILES_ACTIVE"));
		return named == null ? List.of() : Arrays.stream(named.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
	}

	/**
	 * @param arguments of the command line; the profile need not be among them
	 * @return exit code: {@link #DONE}, {@link #NOT_WELL} or {@link #FAILED}
	 */
	public static int run(String... arguments) {
		if (profiles(arguments).stream().anyMatch(one -> !one.equals(PROFILE))) {
			LOG.error("The profile rehearsal runs alone, not with {}", profiles(arguments));
			return FAILED;
		}
		try {
			return rehearse(arguments).stream().allMatch(one -> one.trouble().isEmpty()) ? DONE : NOT_WELL;
		} catch (UnfitRehearsalException unfit) {
			LOG.error(unfit.getMessage());
			return FAILED;
		} catch (IOException | RuntimeException e) {
			LOG.error("The rehearsal failed", e);
			return FAILED;
		}
	}

	/** @return the figures of one run, or of two when there are other models to compare with */
	static List<CampaignFigures> rehearse(String... arguments) throws IOException {
		var folder = Files.createTempDirectory("zhicheng-rehearsal");
		try {
			return rehearse(folder, arguments);
		} finally {
			FileSystemUtils.deleteRecursively(folder);
		}
	}

	private static List<CampaignFigures> rehearse(Path folder, String... arguments) throws IOException {
		var runs = new ArrayList<CampaignFigures>();
		RehearsalSettings settings;
		Path processes;
		try (var context = start(folder.resolve("first"), Map.of(), arguments)) {
			settings = settingsOf(context);
			processes = Path.of(context.getEnvironment().getProperty(PROCESSES, "processes"));
			requireModels(settings.compare());
			run(context, runs, nameOf(context, settings, "rehearsal.inUse", processes), null);
		}
		if (settings.compare() != null) {
			var others = Map.<String, Object>of(PROCESSES, merged(processes, settings.compare(), folder.resolve("processes")).toString());
			// The same people file in the same campaign, whatever the other table says.
			try (var context = start(folder.resolve("second"), others, arguments)) {
				run(context, runs, nameOf(context, settings, "rehearsal.proposed", settings.compare()), runs.get(0).firstDay());
			}
		}
		return runs;
	}

	private static RehearsalSettings settingsOf(ConfigurableApplicationContext context) {
		try {
			return context.getBean(RehearsalSettings.class);
		} catch (RuntimeException e) {
			throw new UnfitRehearsalException("Not rehearsed: " + sentenceOf(e));
		}
	}

	/** @return what somebody who has set something wrong is to read of it */
	private static String sentenceOf(Throwable e) {
		for (var cause = e; cause != null; cause = cause.getCause()) {
			if (cause instanceof BindValidationException invalid) {
				return invalid.getValidationErrors().getAllErrors().stream().map(ObjectError::getDefaultMessage).collect(Collectors.joining("; "));
			}
			if (cause instanceof BindException unbound) {
				return unbound.getMessage() + ": " + NestedExceptionUtils.getMostSpecificCause(unbound).getMessage();
			}
		}
		return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
	}

	/** The report is written after each run: that of the first is there even if the other models cannot be deployed. */
	private static void run(ConfigurableApplicationContext context, List<CampaignFigures> runs, String models, LocalDate firstDay)
			throws IOException {
		runs.add(context.getBean(Rehearsal.class).run(models, firstDay));
		var report = context.getBean(RehearsalReport.class).write(runs);
		LOG.info("\n\n{}\n", context.getMessage("rehearsal.done", new Object[] { report }, Locale.SIMPLIFIED_CHINESE));
	}

	private static String nameOf(ConfigurableApplicationContext context, RehearsalSettings settings, String key, Path folder) {
		return settings.ofProposal() ? context.getMessage(key, null, Locale.SIMPLIFIED_CHINESE) : folder.toString();
	}

	private static void requireModels(Path folder) throws IOException {
		if (folder == null) {
			return;
		}
		if (!Files.isDirectory(folder)) {
			throw new UnfitRehearsalException("zhicheng.rehearsal.compare: there is no folder " + folder.toAbsolutePath());
		}
		if (modelsIn(folder).isEmpty()) {
			throw new UnfitRehearsalException("zhicheng.rehearsal.compare: the folder %s has no .bpmn and no .dmn file".formatted(folder.toAbsolutePath()));
		}
	}

	private static List<Path> modelsIn(Path folder) throws IOException {
		try (var files = Files.list(folder)) {
			return files.filter(file -> file.toString().endsWith(".bpmn") || file.toString().endsWith(".dmn")).toList();
		}
	}

	/** @return the models of the project with those of the other folder in their place */
	private static Path merged(Path processes, Path others, Path folder) throws IOException {
		Files.createDirectories(folder);
		for (var source : List.of(processes, others)) {
			for (var model : modelsIn(source)) {
				Files.copy(model, folder.resolve(model.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		return folder;
	}

	private static ConfigurableApplicationContext start(Path folder, Map<String, Object> more, String... arguments) {
		var settings = own(folder);
		settings.putAll(more);
		try {
			// Lazily: pages and sign-on, which have no web server to work in, are never asked for.
			return new SpringApplicationBuilder(ZhichengApplication.class).web(WebApplicationType.NONE).lazyInitialization(true).profiles(PROFILE)
					.initializers(context -> context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(PROFILE, settings)))
					.run(arguments);
		} catch (RuntimeException e) {
			throw new UnfitRehearsalException("Not rehearsed: " + sentenceOf(e));
		}
	}

	/** What counts before whatever is set in files, in the environment and on the command line. */
	private static Map<String, Object> own(Path folder) {
		var key = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(key);
		var settings = new HashMap<String, Object>();
		// The same few hundred statements again and again: H2 need not read each of them anew.
		settings.put("spring.datasource.url", "jdbc:h2:mem:rehearsal-%s;QUERY_CACHE_SIZE=1000".formatted(UUID.randomUUID()));
		settings.put("spring.datasource.username", "rehearsal");
		settings.put("spring.datasource.password", "");
		settings.put("spring.jmx.enabled", "false");
		settings.put("spring.data.jpa.repositories.bootstrap-mode", "default");
		settings.put("camunda.bpm.process-engine-name", PROFILE);
		settings.put("camunda.bpm.job-execution.enabled", "false");
		settings.put("camunda.bpm.generic-properties.properties.history-cleanup-enabled", "false");
		settings.put("zhicheng.demonstration", "false");
		// Nobody signs on there, and nobody could.
		settings.put("camunda.bpm.admin-user.password", FirstPassword.random());
		// What lapses by decision does so at once: nothing is left for later, when somebody would have to look for it.
		settings.put("zhicheng.supervision.lapse-at-once", "100000");
		// How often superiors do is rehearsed, not by how many persons.
		settings.put("zhicheng.supervision.lapse-alone", "1000000000");
		settings.put("zhicheng.organisation.initial", "");
		settings.put("zhicheng.evidence.directory", folder.resolve("evidence").toString());
		settings.put("zhicheng.security.personal-data.key", Base64.getEncoder().encodeToString(key));
		settings.put("zhicheng.security.personal-data.key-file", "");
		settings.put("zhicheng.security.audit.anchor-file", folder.resolve("anchors.txt").toString());
		return settings;
	}
}
