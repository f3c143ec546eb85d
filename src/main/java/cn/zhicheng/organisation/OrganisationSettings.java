package cn.zhicheng.organisation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;

/**
 * @param initial CSV file of the organisations to create when there are none yet ({@code code,name,kind,level,region,superior};
 *        superiors before their subordinates); null: start empty
 */
@ConfigurationProperties("zhicheng.organisation")
record OrganisationSettings(Resource initial) {
}
