package cn.zhicheng.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

@Component
@Profile("rehearsal")
public class RehearsalReport {

	private final RehearsalSettings settings;

	RehearsalReport(RehearsalSettings settings) {
		this.settings = settings;
	}

	public Path write(List<CampaignFigures> runs) throws IOException {
		var file = settings.report().toAbsolutePath();
		Files.createDirectories(file.getParent());
		Files.writeString(file, runs.toString());
		return file;
	}
}
