package cn.zhicheng.designer.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

import cn.zhicheng.deadline.Stage;
import cn.zhicheng.designer.DeadlineRow;
import cn.zhicheng.organisation.OrganisationLevel;

/**
 * The table of dates as a designer has typed it. Carries the file it began with, so that nothing of it is lost that the page
 * does not show.
 */
class TypedTable {

	private String base = "";
	private long expected;
	private String reason = "";
	private boolean pastDatesMeant;
	private List<TypedRow> rows = new ArrayList<>();

	static TypedTable of(byte[] file, List<DeadlineRow> rows, long expected) {
		var typed = new TypedTable();
		typed.base = Base64.getEncoder().encodeToString(file);
		typed.expected = expected;
		rows.forEach(row -> typed.rows.add(TypedRow.of(row)));
		return typed;
	}

	/** @return the file it began with; empty when what came is none */
	byte[] file() {
		try {
			return Base64.getDecoder().decode(base);
		} catch (IllegalArgumentException e) {
			return new byte[0];
		}
	}

	List<DeadlineRow> typedRows() {
		return rows.stream().filter(row -> !row.isRemoved()).map(TypedRow::row).filter(row -> !row.isBlank()).toList();
	}

	public String getBase() {
		return base;
	}

	public void setBase(String base) {
		this.base = base;
	}

	public long getExpected() {
		return expected;
	}

	public void setExpected(long expected) {
		this.expected = expected;
	}

	public String getReason() {
		return reason;
	}

	public void setReason(String reason) {
		this.reason = reason.strip();
	}

	public boolean isPastDatesMeant() {
		return pastDatesMeant;
	}

	public void setPastDatesMeant(boolean pastDatesMeant) {
		this.pastDatesMeant = pastDatesMeant;
	}

	public List<TypedRow> getRows() {
		return rows;
	}

	/** The page offers blank rows anew each time. */
	void removeBlankRows() {
		rows.removeIf(row -> row.row().isBlank());
	}

	public void setRows(List<TypedRow> rows) {
		this.rows = rows;
	}

	/** One row of it. */
	static class TypedRow {

		private String id = "";
		private String region = "";
		private List<String> stages = new ArrayList<>();
		private List<String> levels = new ArrayList<>();
		private String date = "";
		private String source = "";
		private String written;
		private boolean removed;

		static TypedRow of(DeadlineRow row) {
			var typed = new TypedRow();
			typed.id = row.id();
			typed.region = row.region();
			typed.stages = row.stages().stream().map(Stage::name).collect(Collectors.toCollection(ArrayList::new));
			typed.levels = row.levels().stream().map(OrganisationLevel::name).collect(Collectors.toCollection(ArrayList::new));
			typed.date = row.date();
			typed.source = row.source();
			typed.written = row.written();
			return typed;
		}

		DeadlineRow row() {
			var chosenStages = EnumSet.noneOf(Stage.class);
			Arrays.stream(Stage.values()).filter(stage -> stages.contains(stage.name())).forEach(chosenStages::add);
			var chosenLevels = EnumSet.noneOf(OrganisationLevel.class);
			Arrays.stream(OrganisationLevel.values()).filter(level -> levels.contains(level.name())).forEach(chosenLevels::add);
			return new DeadlineRow(id, region.strip(), chosenStages, chosenLevels, date.strip(), source.strip(), written == null || written.isEmpty() ? null : written);
		}

		public String getId() {
			return id;
		}

		public void setId(String id) {
			this.id = id;
		}

		public String getRegion() {
			return region;
		}

		public void setRegion(String region) {
			this.region = region;
		}

		public List<String> getStages() {
			return stages;
		}

		public void setStages(List<String> stages) {
			this.stages = stages;
		}

		public List<String> getLevels() {
			return levels;
		}

		public void setLevels(List<String> levels) {
			this.levels = levels;
		}

		public String getDate() {
			return date;
		}

		public void setDate(String date) {
			this.date = date;
		}

		public String getSource() {
			return source;
		}

		public void setSource(String source) {
			this.source = source;
		}

		public String getWritten() {
			return written;
		}

		public void setWritten(String written) {
			this.written = written;
		}

		public boolean isRemoved() {
			return removed;
		}

		public void setRemoved(boolean removed) {
			this.removed = removed;
		}
	}
}
