package cn.zhicheng.deadline;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

import cn.zhicheng.organisation.OrganisationLevel;
import cn.zhicheng.organisation.TreeEdge;

/**
 * What will be asked of a table of dates: each question that the province and the organisations of the tree pose, once, with
 * how many pose it and the name of one that does.
 */
final class DeadlineQuestions {

	private final Map<Question, Askers> askers = new LinkedHashMap<>();

	private DeadlineQuestions() {
	}

	record Question(String region, Stage stage, OrganisationLevel level) {

		static Question review(TreeEdge.Traits organisation) {
			return new Question(organisation.region(), Stage.of(organisation.kind()), organisation.level());
		}

		static Question filing(TreeEdge.Traits unit) {
			return new Question(unit.region(), Stage.FILING, unit.level());
		}

		/** The date that holds where no organisation is known yet, and the campaign's last one. */
		static Question province(String region, Stage stage) {
			return new Question(region, stage, OrganisationLevel.PROVINCE);
		}
	}

	/**
	 * @param organisations how many; 0: only the province as such
	 * @param example name of one of them, null for the province as such
	 */
	record Askers(long organisations, String example) {

		static final Askers PROVINCE = new Askers(0, null);

		Askers and(Askers others) {
			return new Askers(organisations + others.organisations, example == null ? others.example : example);
		}

		/** @return how they are called in a sentence */
		MessageSourceResolvable text() {
			if (example == null) {
				return new DefaultMessageSourceResolvable("deployment.organisations.province");
			}
			return new DefaultMessageSourceResolvable(
					new String[] { organisations == 1 ? "deployment.organisations.one" : "deployment.organisations.several" },
					new Object[] { example, organisations });
		}
	}

	static DeadlineQuestions of(String province, Collection<TreeEdge> tree) {
		var questions = new DeadlineQuestions();
		for (var stage : List.of(Stage.FILING, Stage.REFORM_OFFICE)) {
			questions.add(Question.province(province, stage), Askers.PROVINCE);
		}
		for (var edge : tree) {
			var who = new Askers(edge.organisations(), edge.example());
			if (edge.below().kind().employs()) {
				questions.add(Question.filing(edge.below()), who);
			}
			questions.add(Question.review(edge.below()), who);
		}
		return questions;
	}

	private void add(Question question, Askers who) {
		askers.merge(question, who, Askers::and);
	}

	Map<Question, Askers> all() {
		return askers;
	}
}
