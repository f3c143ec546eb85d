package cn.zhicheng.review.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.springframework.context.MessageSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import cn.zhicheng.deadline.Deadline;
import cn.zhicheng.review.Duty;
import cn.zhicheng.review.Supervision;
import cn.zhicheng.review.Supervision.Refused;
import cn.zhicheng.review.Supervision.View;
import cn.zhicheng.security.Staff;

/**
 * What the forms of reminders and of supervision in Tasklist read, and what a superior decides in them.
 */
@RestController
@RequestMapping("/api/supervision")
class SupervisionController {

	private static final int CARDS_AT_ONCE = 100;

	private final Supervision supervision;
	private final MessageSource messages;

	SupervisionController(Supervision supervision, MessageSource messages) {
		this.supervision = supervision;
		this.messages = messages;
	}

	/** @param kind {@code REMINDER}, {@code URGING} or {@code OVERDUE} */
	record Card(String taskId, String kind, String code, String name, int campaignYear) {
	}

	/** @param taskIds at most 100 ids of tasks */
	@GetMapping("/cards")
	List<Card> cards(@RequestParam List<String> taskIds) {
		return supervision.cards(taskIds.stream().limit(CARDS_AT_ONCE).toList()).stream()
				.map(card -> new Card(card.taskId(), card.kind().name(), card.code(), card.name(), card.campaignYear())).toList();
	}

	/**
	 * What lies at an organisation; what there is not is null.
	 *
	 * @param supervisor code of its superior; at the top of the tree its own
	 * @param date {@code yyyy-MM-dd}: until 24:00 of that day in China
	 * @param latest last date that the superior can give
	 * @param upToWeek records that wait for at most 7 days
	 * @param upToMonth for 8 to 30 days
	 * @param longer for longer
	 * @param waiting records that wait there for a date or a message, and for nobody
	 * @param asked a lapse that waits for another person's confirmation
	 * @param lapseAlone more records than this lapse only when another person has confirmed it
	 * @param missing records that wait there for another reviewer than it has (两人复核)
	 */
	record Place(String code, String name, String supervisor, int campaignYear, String date, String latest, int open, int overdue, Instant oldestSince, int upToWeek,
			int upToMonth, int longer, int returned, int waiting, int missing, Urging urging, boolean lapsing, Asked asked,
			int lapseAlone, boolean mayAct) {
	}

	record Urging(String text, String superior, Instant at) {
	}

	/**
	 * @param account who has asked for it
	 * @param until when it is over if nobody has decided
	 */
	record Asked(int records, String account, Instant at, String reason, Instant until) {
	}

	/**
	 * @param again whether it was returned before and sent again
	 * @param step name of the step at which it is; null: not known
	 * @param other whether that step asks for another person than who has confirmed before
	 */
	record Open(String number, Instant since, String date, boolean overdue, boolean again, String step, boolean other) {
	}

	/**
	 * @param until null: not known
	 * @param step name of the step at which it is
	 */
	record Waiting(String number, Instant since, Instant until, String step) {
	}

	@GetMapping("/{year}/organisations/{code}")
	ResponseEntity<?> place(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code) {
		return answer(supervision.view(staff, new Duty(code, year)).map(SupervisionController::place));
	}

	@GetMapping("/{year}/organisations/{code}/subordinates")
	ResponseEntity<?> below(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code) {
		return answer(supervision.below(staff, code, year).map(all -> all.stream().map(SupervisionController::place).toList()));
	}

	@GetMapping("/{year}/organisations/{code}/records")
	ResponseEntity<?> records(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code) {
		return answer(supervision.open(staff, new Duty(code, year)).map(all -> all.stream()
				.map(one -> new Open(one.number(), one.since(), one.date().date().toString(), one.overdue(), one.again(), one.step(), one.other())).toList()));
	}

	@GetMapping("/{year}/organisations/{code}/waiting")
	ResponseEntity<?> waiting(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code) {
		return answer(supervision.waiting(staff, new Duty(code, year)).map(all -> all.stream()
				.map(one -> new Waiting(one.number(), one.since(), one.until(), one.step())).toList()));
	}

	private static Place place(View view) {
		var figures = view.figures();
		return new Place(view.code(), view.name(), view.supervisor(), view.campaignYear(), view.date().date().toString(),
				view.latest() == null ? null : view.latest().date().toString(), figures.open(), figures.overdue(), figures.oldestSince(),
				figures.upToWeek(), figures.upToMonth(), figures.longer(), figures.returned(), figures.waiting(), view.missing(),
				view.urging() == null ? null : new Urging(view.urging().text(), view.urging().superior(), view.urging().at()), view.lapsing(),
				view.asked() == null ? null : asked(view.asked()), view.lapseAlone(), view.mayAct());
	}

	private static Asked asked(Supervision.Asked one) {
		return new Asked(one.records(), one.account(), one.at(), one.reason(), one.until());
	}

	/** @param text at most 500 characters */
	record Urge(String text) {
	}

	@PostMapping("/{year}/organisations/{code}/urging")
	ResponseEntity<?> urge(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code, @RequestBody Urge urge) {
		return done(supervision.urge(staff, new Duty(code, year), urge.text()));
	}

	/**
	 * @param record number of the one record that is given longer; null: all that lie there
	 * @param until {@code yyyy-MM-dd}
	 * @param reason at most 500 characters
	 */
	record Extension(String record, String until, String reason) {
	}

	@PostMapping("/{year}/organisations/{code}/extension")
	ResponseEntity<?> extend(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code,
			@RequestBody Extension extension) {
		return done(supervision.extend(staff, new Duty(code, year), extension.record(), date(extension.until()), extension.reason()));
	}

	private static Deadline date(String text) {
		try {
			return text == null ? null : new Deadline(LocalDate.parse(text.strip()));
		} catch (DateTimeException none) {
			return null;
		}
	}

	/**
	 * @param number how many are overdue, as the superior was told
	 * @param confirmed that this is meant, said a second time
	 * @param reason asked for where another person has to confirm it; at most 500 characters
	 */
	record Lapse(Integer number, boolean confirmed, String reason) {
	}

	/** Answers 204 when it is done, and 202 when it waits for another person. */
	@PostMapping("/{year}/organisations/{code}/lapse")
	ResponseEntity<?> lapse(@AuthenticationPrincipal Staff staff, @PathVariable int year, @PathVariable String code, @RequestBody Lapse lapse) {
		return supervision.lapse(staff, new Duty(code, year), lapse.number(), lapse.confirmed(), lapse.reason())
				.<ResponseEntity<?>>map(outcome -> outcome.waits() ? ResponseEntity.accepted().body(Map.of("message", text("supervision.lapse.waits")))
						: done(Optional.of(outcome.refused())))
				.orElseGet(this::unknown);
	}

	private ResponseEntity<?> answer(Optional<?> answer) {
		return answer.<ResponseEntity<?>>map(body -> ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body)).orElseGet(this::unknown);
	}

	private ResponseEntity<?> done(Optional<Optional<Refused>> outcome) {
		if (outcome.isEmpty()) {
			return unknown();
		}
		return outcome.get().<ResponseEntity<?>>map(refused -> ResponseEntity.unprocessableEntity()
				.body(Map.of("message", text(refused.messageKey(), refused.arguments().toArray())))).orElseGet(() -> ResponseEntity.noContent().build());
	}

	@ExceptionHandler(ConcurrencyFailureException.class)
	ResponseEntity<?> atOnce(ConcurrencyFailureException e) {
		return ResponseEntity.status(HttpStatus.CONFLICT).body(Map.of("message", text("supervision.atOnce")));
	}

	private ResponseEntity<?> unknown() {
		return ResponseEntity.status(HttpStatus.NOT_FOUND).body(Map.of("message", text("supervision.unknown")));
	}

	private String text(String key, Object... arguments) {
		return messages.getMessage(key, arguments, Locale.SIMPLIFIED_CHINESE);
	}
}
