package cn.zhicheng.review.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import cn.zhicheng.evidence.PageUnavailableException;
import cn.zhicheng.filing.RecordJournal.Remark;
import cn.zhicheng.review.Dossier;
import cn.zhicheng.review.Dossiers;
import cn.zhicheng.review.Mark;
import cn.zhicheng.review.ReviewDesk;
import cn.zhicheng.review.ReviewNotes;
import cn.zhicheng.security.PersonalDataField;
import cn.zhicheng.security.ServedPicture;
import cn.zhicheng.security.ProofNeededException;
import cn.zhicheng.security.Staff;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * What the review forms in Tasklist read and note. The decision itself is the completion of the task, from Tasklist or
 * any REST client.
 */
@RestController
@RequestMapping("/api/review")
class ReviewController {

	private static final int CARDS_AT_ONCE = 100;

	private final Dossiers dossiers;
	private final MessageSource messages;

	ReviewController(Dossiers dossiers, MessageSource messages) {
		this.dossiers = dossiers;
		this.messages = messages;
	}

	@GetMapping("/records/{number}")
	ResponseEntity<?> record(@AuthenticationPrincipal Staff staff, @PathVariable String number) {
		return dossiers.find(staff, number).<ResponseEntity<?>>map(ReviewController::personal).orElseGet(this::unknown);
	}

	private static ResponseEntity<Dossier> personal(Dossier dossier) {
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(dossier);
	}

	/** @param page from 1 */
	@GetMapping("/records/{number}/evidence/{evidenceId}/pages/{page}")
	ResponseEntity<?> page(@AuthenticationPrincipal Staff staff, @PathVariable String number, @PathVariable long evidenceId,
			@PathVariable int page, HttpServletRequest request) {
		return dossiers.page(staff, number, evidenceId, page, request.getRemoteAddr())
				.<ResponseEntity<?>>map(image -> ServedPicture.of(image, "evidence-" + evidenceId + "-" + page + ".jpg"))
				.orElseGet(this::unknown);
	}

	/** What a reviewer has noted so far. */
	record Notes(@NotNull @Size(max = 50) List<@Valid NotedMark> marks, @NotNull @Size(max = 50) List<@Valid NotedRemark> remarks,
			@Size(max = ReviewDesk.MAX_REASON_LENGTH) String reason) {

		record NotedMark(@NotBlank @Size(max = 200) String item, boolean checked) {
		}

		record NotedRemark(@NotBlank @Size(max = 60) String field, @NotBlank @Size(max = 500) String text) {
		}

		/** What cannot be printed would be refused with the decision, and some databases do not even keep it. */
		boolean isPrintable() {
			return isPrintable(reason) && marks.stream().map(NotedMark::item).allMatch(Notes::isPrintable)
					&& remarks.stream().map(NotedRemark::text).allMatch(Notes::isPrintable);
		}

		private static boolean isPrintable(String text) {
			return text == null || text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
		}

		ReviewNotes.Content content() {
			return new ReviewNotes.Content(marks.stream().map(mark -> new Mark(mark.item(), mark.checked())).toList(),
					remarks.stream().map(remark -> new Remark(remark.field(), remark.text())).toList(), reason);
		}
	}

	@PutMapping("/records/{number}/notes")
	ResponseEntity<?> note(@AuthenticationPrincipal Staff staff, @PathVariable String number, @Valid @RequestBody Notes notes) {
		if (!notes.isPrintable()) {
			return problem(HttpStatus.BAD_REQUEST, text("review.notesMalformed"));
		}
		var outcome = saved(staff, number, notes.content());
		if (outcome.isEmpty()) {
			return unknown();
		}
		return switch (outcome.get()) {
			case SAVED -> ResponseEntity.noContent().build();
			case DECIDED_MEANWHILE -> problem(HttpStatus.CONFLICT,
					dossiers.notice(staff, number).orElseGet(() -> text("review.notNow")));
			case UNKNOWN_FIELD -> problem(HttpStatus.BAD_REQUEST, text("review.unknownField"));
		};
	}

	private Optional<Dossiers.NotesOutcome> saved(Staff staff, String number, ReviewNotes.Content content) {
		try {
			return dossiers.note(staff, number, content);
		} catch (DataIntegrityViolationException | OptimisticLockingFailureException atOnce) {
			// Another window of the same reviewer saved in the same moment; the later words stand.
			return dossiers.note(staff, number, content);
		}
	}

	record LookedAt(@NotNull PersonalDataField field) {
	}

	/** Shows a number in full to someone who has to check it; the look is recorded. */
	@PostMapping("/records/{number}/looks")
	ResponseEntity<?> look(@AuthenticationPrincipal Staff staff, @PathVariable String number, @Valid @RequestBody LookedAt look,
			HttpServletRequest request) {
		return dossiers.look(staff, number, look.field(), request.getRemoteAddr())
				.<ResponseEntity<?>>map(value -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Map.of("value", value)))
				.orElseGet(this::unknown);
	}

	/** @param taskIds at most 100 ids of tasks */
	@GetMapping("/cards")
	List<Dossiers.Card> cards(@AuthenticationPrincipal Staff staff, @RequestParam List<String> taskIds) {
		return dossiers.cards(staff, taskIds.stream().limit(CARDS_AT_ONCE).toList());
	}

	@ExceptionHandler
	ResponseEntity<?> notDrawn(PageUnavailableException unavailable) {
		return problem(unavailable.isBusy() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNPROCESSABLE_ENTITY,
				text(unavailable.isBusy() ? "review.pageBusy" : "review.pageUnavailable"));
	}

	@ExceptionHandler
	ResponseEntity<?> notProved(ProofNeededException needed) {
		return ResponseEntity.status(HttpStatus.FORBIDDEN).body(Map.of("type", "ProofNeeded", "message",
				messages.getMessage("review.proofNeeded", new Object[] { needed.looks() }, Locale.SIMPLIFIED_CHINESE)));
	}

	private ResponseEntity<?> unknown() {
		return problem(HttpStatus.NOT_FOUND, text("review.unknownRecord"));
	}

	private static ResponseEntity<?> problem(HttpStatus status, String message) {
		return ResponseEntity.status(status).body(Map.of("message", message));
	}

	private String text(String key) {
		return messages.getMessage(key, null, Locale.SIMPLIFIED_CHINESE);
	}
}
