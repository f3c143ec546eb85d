package cn.zhicheng.reference;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.NotNull;

/**
 * Settings of the reference tables, prefix {@code zhicheng.reference}.
 *
 * @param regions table of administrative division codes, as {@code reference/regions.csv}; an own file is given as
 *     {@code file:/path/regions.csv}
 */
@Validated
@ConfigurationProperties("zhicheng.reference")
public record ReferenceSettings(@NotNull @DefaultValue("classpath:reference/regions.csv") Resource regions) {
}
