package cn.zhicheng.designer.web;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import cn.zhicheng.designer.DatePreview;
import cn.zhicheng.designer.DeadlineModels;
import cn.zhicheng.security.Staff;
import io.swagger.v3.oas.annotations.Operation;

/**
 * The preview for programs.
 */
@RestController
class DeadlinePreviewApi {

	private final DeadlineModels models;
	private final DatePreview preview;

	DeadlinePreviewApi(DeadlineModels models, DatePreview preview) {
		this.models = models;
		this.preview = preview;
	}

	/**
	 * @param faults sentences in Chinese; empty when the table could be published
	 * @param preview null when the file is no table of dates
	 */
	record Answer(List<String> faults, DatePreview.Preview preview) {
	}

	@PostMapping("/api/deadlines/preview")
	@Operation(summary = "What a decision deadlines would do to everything that is on its way",
			description = "The body is the DMN file. Nothing is deployed. 422 when the table could not be published; the faults say why.")
	ResponseEntity<Answer> preview(@AuthenticationPrincipal Staff staff, @RequestBody(required = false) byte[] file,
			@RequestParam(defaultValue = "false") boolean pastDatesMeant) {
		DesignersOnly.require(staff);
		var reading = models.read(file == null ? new byte[0] : file, pastDatesMeant);
		var answer = new Answer(reading.faults(), reading.faults().isEmpty() ? reading.table().map(preview::of).orElse(null) : null);
		return ResponseEntity.status(answer.faults().isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_ENTITY).body(answer);
	}
}
