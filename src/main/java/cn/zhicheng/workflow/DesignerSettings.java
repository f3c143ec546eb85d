package cn.zhicheng.workflow;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param twoPersons whether what one process designer deploys counts only after another one has confirmed it (双人确认)
 */
@ConfigurationProperties("zhicheng.designer")
record DesignerSettings(@DefaultValue("false") boolean twoPersons) {
}
