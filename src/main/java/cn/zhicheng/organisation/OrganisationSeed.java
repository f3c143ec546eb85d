package cn.zhicheng.organisation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Fills an empty organisation tree at the first start from the file in {@code zhicheng.organisation.initial}.
 */
@Component
@Order(OrganisationSeed.ORDER)
class OrganisationSeed implements ApplicationRunner {

	static final int ORDER = 100;

	private final Organisations organisations;
	private final OrganisationSettings settings;
	private final ApplicationEventPublisher events;

	OrganisationSeed(Organisations organisations, OrganisationSettings settings, ApplicationEventPublisher events) {
		this.organisations = organisations;
		this.settings = settings;
		this.events = events;
	}

	@Override
	@Transactional
	public void run(ApplicationArguments args) throws IOException {
		if (settings.initial() == null || organisations.count() > 0) {
			return;
		}
		var seed = read(settings.initial());
		organisations.saveAllAndFlush(seed);
		seed.forEach(o -> events.publishEvent(new OrganisationRegistered(o.code(), o.name())));
	}

	static List<Organisation> read(Resource file) throws IOException {
		var lines = file.getContentAsString(StandardCharsets.UTF_8).lines().toList();
		var seed = new ArrayList<Organisation>();
		var known = new HashMap<String, Organisation>();
		for (int i = 1; i < lines.size(); i++) {
			if (lines.get(i).isBlank()) {
				continue;
			}
			try {
				var organisation = parse(lines.get(i), known);
				if (known.putIfAbsent(organisation.code(), organisation) != null) {
					throw new IllegalArgumentException("code " + organisation.code() + " occurs twice");
				}
				seed.add(organisation);
			} catch (IllegalArgumentException e) {
				throw new IllegalStateException("zhicheng.organisation.initial: %s, line %d: %s"
						.formatted(file.getDescription(), i + 1, e.getMessage()), e);
			}
		}
		return seed;
	}

	private static Organisation parse(String line, Map<String, Organisation> known) {
		var cells = line.split(",", -1);
		if (cells.length != 6) {
			throw new IllegalArgumentException("expected code,name,kind,level,region,superior");
		}
		if (!PlacementRules.isCode(cells[0].strip())) {
			throw new IllegalArgumentException("code must be lower-case letters and digits with single hyphens between, and no role's name");
		}
		if (!cells[4].strip().matches("\\d{6}")) {
			throw new IllegalArgumentException("region must have six digits");
		}
		var level = cells[3].isBlank() ? null : OrganisationLevel.valueOf(cells[3].strip());
		var superior = cells[5].isBlank() ? null : known.get(cells[5].strip());
		if (superior == null && !cells[5].isBlank()) {
			throw new IllegalArgumentException("superior " + cells[5].strip() + " is not above it");
		}
		return new Organisation(cells[0].strip(), cells[1].strip(), OrganisationKind.valueOf(cells[2].strip()), level,
				cells[4].strip(), superior);
	}
}
