package cn.zhicheng.security;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.util.ClassUtils;

/**
 * A Java process beside the application, with the same Java and the same classes: what it does can not take memory from here,
 * and it has no password, no key, and none of the options that someone has set for every Java of the machine.
 */
public final class OwnProcess {

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";
	private static final List<String> ENVIRONMENT = List.of("HOME", "LANG", "LC_ALL", "PATH", "SystemRoot", "TEMP", "TMP");

	private OwnProcess() {
	}

	/**
	 * @param main name of the class whose {@code main} is called; in the finished jar its launcher finds it
	 * @param options of Java itself
	 * @param arguments of the program
	 */
	public static ProcessBuilder of(String main, List<String> options, List<String> arguments) {
		var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
				"-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true", "-Duser.home=" + System.getProperty("user.home")));
		command.addAll(options);
		command.addAll(List.of("-cp", fromAnywhere(System.getProperty("java.class.path"))));
		if (ClassUtils.isPresent(LAUNCHER, null)) {
			command.addAll(List.of("-Dloader.main=" + main, LAUNCHER));
		} else {
			command.add(main);
		}
		command.addAll(arguments);
		var builder = new ProcessBuilder(command);
		builder.environment().keySet().retainAll(ENVIRONMENT);
		return builder;
	}

	/** Started with {@code java -jar zhicheng.jar}, the application knows its classes from its own folder only; the process may have another. */
	static String fromAnywhere(String classPath) {
		return Arrays.stream(classPath.split(File.pathSeparator)).map(place -> Path.of(place).toAbsolutePath().toString())
				.collect(Collectors.joining(File.pathSeparator));
	}
}
