package cn.zhicheng.workflow;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param processes folder of the BPMN and DMN models
 * @param forms folder of the Tasklist forms
 */
@ConfigurationProperties("zhicheng.workflow")
record WorkflowSettings(@DefaultValue("processes") Path processes, @DefaultValue("forms") Path forms) {
}
