package cn.zhicheng.filing.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

import cn.zhicheng.evidence.Attachment;
import cn.zhicheng.evidence.EvidenceArchive;
import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.Received;
import cn.zhicheng.evidence.Refused;
import cn.zhicheng.filing.Filing;
import cn.zhicheng.filing.FilingOutcome;
import cn.zhicheng.filing.TitleRecord;

/**
 * Takes files from the form of a record while the rest of the form stays open, and keeps the version that the form goes on
 * with right: the upload itself must not look like a second window, but a second window must not be hidden by it.
 */
@Component
class EvidenceUploads {

	private final Filing filing;
	private final EvidenceArchive archive;
	private final PageTexts texts;

	EvidenceUploads(Filing filing, EvidenceArchive archive, PageTexts texts) {
		this.filing = filing;
		this.archive = archive;
		this.texts = texts;
	}

	/**
	 * @param version that the form goes on with
	 * @param refusal why the file was not taken; what was there before is still there then
	 */
	record Upload(int version, Optional<String> refusal) {
	}

	/** @throws Filing.UnknownRecordException if it is not the person's record */
	Upload take(long person, String number, EvidenceKind kind, MultipartFile file, int formVersion) throws IOException {
		var before = own(person, number);
		if (!before.state().isEditable()) {
			return new Upload(formVersion, Optional.of(texts.text("evidence.notNow")));
		}
		Attachment attachment;
		try (InputStream content = file.getInputStream()) {
			var receipt = archive.receive(kind, content);
			if (receipt instanceof Refused refused) {
				return new Upload(formVersion, Optional.of(texts.text(refused)));
			}
			var attached = attach(person, number, (Received) receipt);
			if (attached.isEmpty()) {
				return new Upload(formVersion, Optional.of(texts.text("evidence.notNow")));
			}
			attachment = attached.get();
		}
		if (attachment instanceof Refused refused) {
			return new Upload(formVersion, Optional.of(texts.text(refused)));
		}
		return new Upload(versionAfter(formVersion, before, own(person, number)), Optional.empty());
	}

	/** Another file for the same record at the same moment: the two do not exclude each other. */
	private Optional<Attachment> attach(long person, String number, Received received) {
		try {
			return filing.attach(person, number, received);
		} catch (ConcurrencyFailureException meanwhile) {
			return filing.attach(person, number, received);
		}
	}

	Upload remove(long person, String number, long evidenceId, int formVersion) {
		var before = own(person, number);
		if (filing.detach(person, number, evidenceId) instanceof FilingOutcome.NotNow) {
			return new Upload(formVersion, Optional.of(texts.text("evidence.notNow")));
		}
		return new Upload(versionAfter(formVersion, before, own(person, number)), Optional.empty());
	}

	/** A form that was up to date stays so; one that was not is still told of the other window when it is saved. */
	private static int versionAfter(int formVersion, TitleRecord before, TitleRecord after) {
		return formVersion == before.version() && after.version() - before.version() <= 1 ? after.version() : formVersion;
	}

	private TitleRecord own(long person, String number) {
		return filing.find(person, number).orElseThrow(Filing.UnknownRecordException::new);
	}
}
