package cn.zhicheng.organisation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * @param initial CSV file of the organisations to create when there are none yet ({@code code,name,kind,level,region,superior};
 *        superiors before their subordinates); null: start empty
 * @param importRows most organisations that one spreadsheet may have
 * @param importSize largest spreadsheet
 * @param importUnpacked most that a spreadsheet, which is a compressed archive, may hold
 * @param importAdministrators most accounts that one spreadsheet may open: their passwords are hashed slowly on purpose
 */
@Validated
@ConfigurationProperties("zhicheng.organisation")
record OrganisationSettings(Resource initial,
		@DefaultValue("10000") @Min(value = 1, message = "zhicheng.organisation.import-rows must be at least 1") int importRows,
		@NotNull @DefaultValue("5MB") DataSize importSize, @NotNull @DefaultValue("100MB") DataSize importUnpacked,
		@DefaultValue("200") @Min(value = 0, message = "zhicheng.organisation.import-administrators must not be negative") int importAdministrators) {
}
