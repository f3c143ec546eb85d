package cn.zhicheng.security;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Command {@code reencrypt}: encrypts everything with the current key, while the application runs. It can be stopped at any
 * moment and called again. At its end it says which keys nothing needs any more.
 */
@Component
class ReencryptCommand implements OperatorCommand {

	private static final Logger LOG = LoggerFactory.getLogger(ReencryptCommand.class);

	private final List<Reencryption> kinds;
	private final PersonalDataKeys keys;
	private final AuditTrail audit;

	ReencryptCommand(List<Reencryption> kinds, PersonalDataKeys keys, AuditTrail audit) {
		this.kinds = kinds;
		this.keys = keys;
		this.audit = audit;
	}

	@Override
	public String name() {
		return "reencrypt";
	}

	@Override
	public int run() {
		LOG.info("Encrypting with key {} what is not; keys known: {}", keys.currentId(), keys.ids());
		var changes = new TreeMap<String, String>(Map.of("key", keys.currentId()));
		for (var kind : kinds) {
			long changed = kind.reencrypt(soFar -> LOG.info("{}: {} encrypted anew so far", kind.name(), soFar));
			LOG.info("{}: {} encrypted anew", kind.name(), changed);
			changes.put(kind.name(), Long.toString(changed));
		}
		audit.record(AuditKind.REENCRYPTED, AuditTrail.SYSTEM, null, null, changes);
		return report();
	}

	private int report() {
		var left = new TreeMap<String, Long>();
		kinds.forEach(kind -> kind.countByKey().forEach((id, count) -> left.merge(id, count, Long::sum)));
		int code = DONE;
		for (var id : keys.ids()) {
			long count = left.getOrDefault(id, 0L);
			if (id.equals(keys.currentId())) {
				LOG.info("{} values are under the current key {}.", count, id);
			} else if (count > 0) {
				LOG.error("{} values are still under key {}: it must not be removed. An instance that does not know the new key"
						+ " may have written them; call this command again.", count, id);
				code = NOT_WELL;
			} else if (keys.rootsHashes(id)) {
				LOG.info("No value is left under key {}, but the hashes come from it: call separate-hash-keys and use the key file"
						+ " it writes, then it can be removed.", id);
			} else {
				LOG.info("No value is left under key {}: it can be removed from the key file.", id);
			}
		}
		return code;
	}
}
