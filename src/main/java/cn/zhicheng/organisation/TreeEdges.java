package cn.zhicheng.organisation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The organisation tree as far as dates depend on it: a few hundred combinations where the tree has tens of thousands of
 * organisations. It is read by plain SQL, because models are checked while the application starts, before any entity can be.
 */
@Component
public class TreeEdges {

	private static final String DISTINCT = """
			select e.region, e.level, e.kind, s.region as superior_region, s.level as superior_level, s.kind as superior_kind,
				alike.organisations, e.name, s.name as superior_name
			from (
				select min(o.code) as code, count(*) as organisations
				from organisation o left join organisation p on p.code = o.superior
				where o.closed_at is null
				group by o.region, o.level, o.kind, p.region, p.level, p.kind
			) alike
			join organisation e on e.code = alike.code
			left join organisation s on s.code = e.superior
			order by e.region, e.level, e.kind, s.region, s.level, s.kind""";

	private final JdbcClient jdbc;

	TreeEdges(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** @return each combination of the open organisations once, in a fixed order; none before the first start has filled the tree */
	public List<TreeEdge> distinct() {
		return jdbc.sql(DISTINCT).query(TreeEdges::edge).list();
	}

	private static TreeEdge edge(ResultSet row, int number) throws SQLException {
		return new TreeEdge(traits(row, ""), row.getString("superior_region") == null ? null : traits(row, "superior_"),
				row.getLong("organisations"), row.getString("name"), row.getString("superior_name"));
	}

	private static TreeEdge.Traits traits(ResultSet row, String prefix) throws SQLException {
		return new TreeEdge.Traits(row.getString(prefix + "region"), OrganisationLevel.valueOf(row.getString(prefix + "level")),
				OrganisationKind.valueOf(row.getString(prefix + "kind")));
	}
}
