package cn.zhicheng.workflow;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Positive;

/**
 * @param processes folder of the BPMN and DMN models
 * @param forms folder of the Tasklist forms
 * @param fewTasks whoever may read at most as many tasks gets a page by sorting them all; whoever may read more gets it by
 *        going through all open tasks in the page's order, where some to be read are soon found
 */
@Validated
@ConfigurationProperties("zhicheng.workflow")
record WorkflowSettings(@DefaultValue("processes") Path processes, @DefaultValue("forms") Path forms,
		@DefaultValue("20000") @Positive int fewTasks) {
}
