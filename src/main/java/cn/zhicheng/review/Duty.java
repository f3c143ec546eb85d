package cn.zhicheng.review;

/**
 * That an organisation reviews in a campaign: what it is reminded of and supervised for.
 *
 * @param organisation its code
 */
public record Duty(String organisation, int campaignYear) {

	/** @return the business key of its process, e.g. {@code 2027/gz-school} */
	public String key() {
		return campaignYear + "/" + organisation;
	}

	/** @throws IllegalArgumentException if the key is not one of {@link #key()} */
	public static Duty ofKey(String key) {
		var parts = key.split("/", 2);
		if (parts.length != 2) {
			throw new IllegalArgumentException("No duty: " + key);
		}
		return new Duty(parts[1], Integer.parseInt(parts[0]));
	}

	/** An organisation is to be reminded and supervised from now on. */
	public record Begun(Duty duty) {
	}

	/** Something has changed on which the dates or the next step of a duty depend. */
	public record Changed(Duty duty) {
	}

	/** A superior urges an organisation to do its duty. */
	public record Urged(Duty duty) {
	}
}
