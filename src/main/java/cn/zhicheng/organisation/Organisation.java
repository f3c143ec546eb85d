package cn.zhicheng.organisation;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Persistable;

import cn.zhicheng.security.EncryptedText;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;

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
	private String path;
	private String creditCode;
	private String formerCreditCode;
	@Convert(converter = EncryptedText.class)
	private String contactName;
	@Convert(converter = EncryptedText.class)
	private String contactPhone;
	private String field;
	private Instant closedAt;
	private String mergedInto;
	@Version
	private int version;
	@Transient
	private boolean persisted;

	protected Organisation() {
	}

	/**
	 * @param code short lower-case code, also the name of the account group of its reviewers
	 * @param level null: the level of the region
	 * @param region six digits of the administrative division
	 * @param superior the organisation directly above, null at the top
	 */
	public Organisation(String code, String name, OrganisationKind kind, OrganisationLevel level, String region,
			Organisation superior) {
		this.code = code;
		this.name = name;
		this.kind = kind;
		this.level = level == null ? OrganisationLevel.ofRegion(region) : level;
		this.region = region;
		this.superior = superior == null ? null : superior.code;
		this.path = (superior == null ? "/" : superior.path) + code + "/";
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

	/** @return codes from the top down to this one, each with a slash before and after: {@code /gs-reform/zy-reform/} */
	public String path() {
		return path;
	}

	/** @return codes of the organisations from the top down to this one */
	public List<String> wayDown() {
		return Arrays.stream(path.split("/")).filter(one -> !one.isEmpty()).toList();
	}

	/** @return its unified social credit code; empty for offices that have none, and for one that is closed */
	public Optional<CreditCode> creditCode() {
		return Optional.ofNullable(creditCode).map(CreditCode::new);
	}

	/** @return the credit code it had until it was closed */
	public Optional<CreditCode> formerCreditCode() {
		return Optional.ofNullable(formerCreditCode).map(CreditCode::new);
	}

	/** @return name of the person to ask for, null when none was given */
	public String contactName() {
		return contactName;
	}

	/** @return telephone number of that person, null when none was given */
	public String contactPhone() {
		return contactPhone;
	}

	/** @return the field (行业) it works in, by which a superior is proposed; null when none was given */
	public String field() {
		return field;
	}

	/** @return since when it no longer takes records; empty while it does */
	public Optional<Instant> closedAt() {
		return Optional.ofNullable(closedAt);
	}

	/** @return code of the organisation that has taken over everything it had */
	public Optional<String> mergedInto() {
		return Optional.ofNullable(mergedInto);
	}

	public boolean isOpen() {
		return closedAt == null;
	}

	/** @return whether people can name it as their employer and send it their records: itself, or the one that took over */
	public boolean takesRecordsOfItsPeople() {
		return kind.employs() && (isOpen() || mergedInto != null);
	}

	/** @return whether the other one is this one or somewhere below it */
	public boolean contains(Organisation other) {
		return other.path.startsWith(path);
	}

	/** @return counts every change, to notice that two administrators edit the same organisation */
	public int version() {
		return version;
	}

	void describe(OrganisationDetails details) {
		name = details.name();
		kind = details.kind();
		level = details.level() == null ? OrganisationLevel.ofRegion(details.region()) : details.level();
		region = details.region();
		creditCode = details.creditCode() == null ? null : details.creditCode().value();
		contactName = details.contactName();
		contactPhone = details.contactPhone();
		field = details.field();
	}

	/** The paths of those below follow in a statement of their own. */
	void moveBelow(Organisation newSuperior) {
		superior = newSuperior.code;
		path = newSuperior.path + code + "/";
	}

	/** @param heir takes over what it had; null: nothing is left */
	void close(Organisation heir, Instant now) {
		closedAt = now;
		mergedInto = heir == null ? null : heir.code;
		formerCreditCode = creditCode;
		creditCode = null;
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
