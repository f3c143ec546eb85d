package cn.zhicheng.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import cn.zhicheng.CountedRoundTrips;
import cn.zhicheng.TestRecords;
import cn.zhicheng.TestReviews;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.Received;
import cn.zhicheng.evidence.SamplePdfs;
import cn.zhicheng.evidence.SamplePhotos;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.RecordField;
import cn.zhicheng.filing.TitleRecord;

/**
 * This application with all it does for a record: its checks, rights, history, notes, decision table and register. People,
 * drafts and evidence are there before.
 */
final class WholeApplication implements Contestant {

	private static final String UNIT = FourReviews.WAY.get(0).organisation();
	private static final String[] REVIEWERS = FourReviews.WAY.stream().map(FourReviews.Review::organisation).toArray(String[]::new);

	/** To sign in for the first time takes longer than to file a record. */
	private static final int RECORDS_OF_A_PERSON = 20;

	private final ConfigurableApplicationContext application = BenchmarkedApplication.start("--spring.main.sources=" + CountedRoundTrips.class.getName());
	private final TestRecords filed = application.getBean(TestRecords.class);
	private final TestReviews reviews = application.getBean(TestReviews.class);
	private final Filing filing = application.getBean(Filing.class);
	private final JdbcTemplate jdbc = application.getBean(JdbcTemplate.class);
	private final Map<EvidenceKind, byte[]> evidence = Map.of(EvidenceKind.PHOTO, SamplePhotos.jpeg(), EvidenceKind.CERTIFICATE,
			SamplePdfs.certificate("演示甲"), EvidenceKind.QUALIFICATION_DOCUMENT, SamplePdfs.qualificationDocument("演示甲"),
			EvidenceKind.REVIEW_FORM, SamplePdfs.reviewForm("演示甲"));
	private final AtomicInteger certificates = new AtomicInteger();

	@Override
	public String name() {
		return "this application";
	}

	@Override
	public List<Runnable> prepare(int number) {
		int persons = (number + RECORDS_OF_A_PERSON - 1) / RECORDS_OF_A_PERSON;
		var ids = IntStream.range(0, persons).parallel().mapToObj(n -> filed.personId(filed.newPerson())).toList();
		var files = evidence.entrySet().stream().map(file -> received(file.getKey(), file.getValue())).toList();
		// Records of one person lie apart, so that two threads do not meet at the same one.
		return IntStream.range(0, number).parallel().mapToObj(n -> draft(ids.get(n % persons), files)).<Runnable>map(draft -> () -> review(draft))
				.toList();
	}

	private Received received(EvidenceKind kind, byte[] content) {
		try {
			return (Received) application.getBean(EvidenceArchive.class).receive(kind, new ByteArrayInputStream(content));
		} catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private TitleRecord draft(long person, List<Received> files) {
		var begun = filing.begin(person).orElseThrow();
		var content = new EnumMap<>(TestRecords.content(UNIT));
		content.put(RecordField.CERTIFICATE_NUMBER, "甘教职2010第%05d号".formatted(certificates.incrementAndGet()));
		filing.save(person, begun.number(), begun.version(), content);
		files.forEach(file -> filing.attach(person, begun.number(), file).orElseThrow());
		return filing.find(person, begun.number()).orElseThrow();
	}

	private void review(TitleRecord draft) {
		reviews.confirm(filed.submit(draft), REVIEWERS);
	}

	@Override
	public int roundTrips(Runnable one) {
		return Contestant.roundTrips(application.getBean(CountedRoundTrips.class), one);
	}

	@Override
	public void analyze() {
		jdbc.execute("vacuum analyze");
	}

	@Override
	public long ended() {
		return jdbc.queryForObject("""
				select count(*) from title_record r where r.state = 'PUBLISHED'
				and (select count(*) from history_entry h where h.record_id = r.id and h.event = 'SUBMITTED') = 1
				and (select count(*) from history_entry h where h.record_id = r.id and h.event = 'CONFIRMED') = ?
				and (select count(*) from history_entry h where h.record_id = r.id and h.event = 'PUBLISHED') = 1
				and (select count(*) from register_entry e where e.record_id = r.id) = 1
				and (select count(*) from ACT_HI_PROCINST p where p.BUSINESS_KEY_ = r.number and p.END_TIME_ is not null) = 1
				and not exists (select 1 from ACT_RU_EXECUTION e where e.BUSINESS_KEY_ = r.number)
				""", Long.class, REVIEWERS.length);
	}

	@Override
	public void close() {
		application.close();
	}
}
