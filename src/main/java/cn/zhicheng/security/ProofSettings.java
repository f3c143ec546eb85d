package cn.zhicheng.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import jakarta.validation.constraints.Min;

/**
 * When who is signed on has to prove again to be there, under {@code zhicheng.security.proof}.
 *
 * @param looks so many numbers are shown in full after a proof, that of the sign-on too, before another one is asked for
 */
@Validated
@ConfigurationProperties("zhicheng.security.proof")
record ProofSettings(@Min(1) @DefaultValue("50") int looks) {
}
