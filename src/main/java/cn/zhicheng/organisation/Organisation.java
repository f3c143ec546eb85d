package cn.zhicheng.organisation;

import java.util.Optional;

import org.springframework.data.domain.Persistable;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;

/**
 * An organisation (机构) in the tree along which records go up. The tree is not the table of administrative divisions:
 * an organisation has a {@link #region()} beside its place in the tree (甘肃矿区 and 兰州新区 have no division code).
 */
@Entity
public class Organisation implements Persistable<String> {

	@Id
	private String code;
	private String name;
	@Enumerated(EnumType.STRING)
	private OrganisationKind kind;
	@Enumerated(EnumType.STRING)
	private OrganisationLevel level;
	private String region;
	private String superior;
	@Transient
	private boolean persisted;

	protected Organisation() {
	}

	/**
	 * @param code short lower-case code, also the name of the account group of its reviewers
	 * @param level null: the level of the region
	 * @param region six digits of the administrative division
	 * @param superior code of the superior organisation, null at the top
	 */
	public Organisation(String code, String name, OrganisationKind kind, OrganisationLevel level, String region,
			String superior) {
		this.code = code;
		this.name = name;
		this.kind = kind;
		this.level = level == null ? OrganisationLevel.ofRegion(region) : level;
		this.region = region;
		this.superior = superior;
	}

	public String code() {
		return code;
	}

	public String name() {
		return name;
	}

	public OrganisationKind kind() {
		return kind;
	}

	public OrganisationLevel level() {
		return level;
	}

	/** @return six digits of the administrative division */
	public String region() {
		return region;
	}

	/** @return code of the superior organisation, empty at the top of the tree */
	public Optional<String> superior() {
		return Optional.ofNullable(superior);
	}

	@Override
	public String getId() {
		return code;
	}

	@Override
	public boolean isNew() {
		return !persisted;
	}

	@PostLoad
	@PostPersist
	void markPersisted() {
		persisted = true;
	}
}
