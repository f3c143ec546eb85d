package cn.zhicheng.workflow;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import cn.zhicheng.filing.RecordsByNumber;
import cn.zhicheng.filing.TitleRecord;
import cn.zhicheng.organisation.OrganisationDirectory;

/**
 * Reads what the dates of several records ask for, once for all of them.
 */
@Component
class DueRecords {

	private final RecordsByNumber records;
	private final OrganisationDirectory organisations;

	DueRecords(RecordsByNumber records, OrganisationDirectory organisations) {
		this.records = records;
		this.organisations = organisations;
	}

	/**
	 * Keeps records to the transaction under way.
	 *
	 * @return numbers of those with which nobody else is busy
	 */
	Set<String> lockFree(Collection<String> numbers) {
		var free = records.lockFree(numbers);
		organisations.keepSuperiorsOf(free.stream().map(TitleRecord::organisation).filter(Objects::nonNull).collect(Collectors.toSet()));
		return free.stream().map(TitleRecord::number).collect(Collectors.toSet());
	}
}
