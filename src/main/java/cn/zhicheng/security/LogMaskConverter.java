package cn.zhicheng.security;

import ch.qos.logback.classic.pattern.EnsureExceptionHandling;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;
import ch.qos.logback.core.pattern.Converter;
import ch.qos.logback.core.pattern.ConverterUtil;
import ch.qos.logback.core.pattern.DynamicConverter;

/**
 * The conversion word {@code %masked(…)} of {@code logback-spring.xml}: writes what the pattern in its brackets yields,
 * message and stack trace alike, without personal data (see {@link LogMask}).
 *
 * <p>Logback prints the stack trace at the end of any pattern that does not mention it, and would do so outside the
 * brackets. Therefore this converter lets it be printed inside, and {@code %nopex} has to stand before the word.
 */
public class LogMaskConverter extends CompositeConverter<ILoggingEvent> {

	@Override
	public void start() {
		Converter<ILoggingEvent> pattern = getChildConverter();
		new EnsureExceptionHandling().process(getContext(), pattern);
		if (ConverterUtil.findTail(pattern) instanceof DynamicConverter<ILoggingEvent> added && !added.isStarted()) {
			added.setContext(getContext());
			added.start();
		}
		super.start();
	}

	@Override
	protected String transform(ILoggingEvent event, String line) {
		return LogMask.mask(line);
	}
}
