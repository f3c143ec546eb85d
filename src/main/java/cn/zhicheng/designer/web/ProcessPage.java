package cn.zhicheng.designer.web;

import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

import cn.zhicheng.designer.ModelProposals;
import cn.zhicheng.designer.ModelVersions;
import cn.zhicheng.designer.ProcessModels;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The page of all models, their versions and what is proposed.
 */
@Component
class ProcessPage {

	private final ProcessModels models;
	private final ModelVersions versions;
	private final ModelProposals proposals;

	ProcessPage(ProcessModels models, ModelVersions versions, ModelProposals proposals) {
		this.models = models;
		this.versions = versions;
		this.proposals = proposals;
	}

	/** @return name of the view */
	String show(Model model, HttpServletResponse response) {
		var underWay = models.underWay();
		model.addAttribute("models", versions.models());
		model.addAttribute("proposals", proposals.open());
		model.addAttribute("time", DesignerController.TIME);
		model.addAttribute("underWay", underWay);
		// What was typed and refused is not to be lost.
		if (!underWay.isEmpty() && !model.containsAttribute("uploadProblems")) {
			response.setHeader("Refresh", "3");
		}
		return "designer/processes";
	}
}
