package cn.zhicheng.filing;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of filing, prefix {@code zhicheng.filing}.
 *
 * @param titles table of series, levels and titles, as {@code reference/titles.csv}; an own file is given as
 *     {@code file:/path/titles.csv}
 */
@Validated
@ConfigurationProperties("zhicheng.filing")
public record FilingSettings(@NotNull @DefaultValue("classpath:reference/titles.csv") Resource titles) {
}
