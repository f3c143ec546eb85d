package cn.zhicheng.security;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.FlashMap;
import org.springframework.web.servlet.support.AbstractFlashMapManager;
import org.springframework.web.util.WebUtils;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What a page shows once after a redirect travels in a sealed cookie, so that whichever instance answers has it and none keeps
 * it. A cookie holds little: what does not fit is left out, the largest first.
 */
@Component(DispatcherServlet.FLASH_MAP_MANAGER_BEAN_NAME)
@ConditionalOnWebApplication
class SealedFlashMaps extends AbstractFlashMapManager {

	private static final Logger LOG = LoggerFactory.getLogger(SealedFlashMaps.class);

	private static final String COOKIE = "ONCE";
	private static final String PURPOSE = "flash";
	/** As much as every browser keeps in a cookie, with its name and attributes. */
	private static final int MOST = 3_800;
	/** Only what we have put there ourselves is made again. */
	private static final String OURS = "cn.zhicheng.";

	private final SealedText sealed;
	private final JsonMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).addModule(new Jdk8Module()).build();

	SealedFlashMaps(SealedText sealed) {
		this.sealed = sealed;
	}

	/**
	 * @param type name of the class
	 * @param value as JSON
	 */
	private record Attribute(String type, String value) {
	}

	private record Once(String path, Map<String, List<String>> parameters, long until, Map<String, Attribute> attributes) {
	}

	@Override
	protected List<FlashMap> retrieveFlashMaps(HttpServletRequest request) {
		var cookie = WebUtils.getCookie(request, COOKIE);
		return cookie == null ? null : sealed.open(PURPOSE, cookie.getValue()).map(this::read).orElse(null);
	}

	@Override
	protected void updateFlashMaps(List<FlashMap> flashMaps, HttpServletRequest request, HttpServletResponse response) {
		var value = flashMaps.isEmpty() ? "" : sealedWithin(flashMaps);
		response.addHeader(HttpHeaders.SET_COOKIE, ResponseCookie.from(COOKIE, value).path(request.getContextPath() + "/").httpOnly(true)
				.secure(request.isSecure()).sameSite("Lax").maxAge(value.isEmpty() ? Duration.ZERO : Duration.ofSeconds(getFlashMapTimeout()))
				.build().toString());
	}

	private String sealedWithin(List<FlashMap> flashMaps) {
		var kept = flashMaps.stream().map(this::once).toList();
		var text = write(kept);
		var sealedText = sealed.seal(PURPOSE, text, Duration.ofSeconds(getFlashMapTimeout()));
		while (sealedText.length() > MOST) {
			var largest = kept.stream().flatMap(one -> one.attributes().entrySet().stream())
					.max(Comparator.comparingInt(attribute -> attribute.getValue().value().length()));
			if (largest.isEmpty()) {
				return "";
			}
			LOG.debug("{} is too large to be shown once", largest.get().getKey());
			kept.forEach(one -> one.attributes().remove(largest.get().getKey(), largest.get().getValue()));
			sealedText = sealed.seal(PURPOSE, write(kept), Duration.ofSeconds(getFlashMapTimeout()));
		}
		return sealedText;
	}

	private Once once(FlashMap map) {
		var attributes = new HashMap<String, Attribute>();
		map.forEach((name, value) -> {
			if (value != null) {
				attributes.put(name, new Attribute(value.getClass().getName(), write(value)));
			}
		});
		return new Once(map.getTargetRequestPath(), map.getTargetRequestParams(), map.getExpirationTime(), attributes);
	}

	private List<FlashMap> read(String text) {
		try {
			var maps = new java.util.ArrayList<FlashMap>();
			for (var once : json.readValue(text, Once[].class)) {
				var map = new FlashMap();
				map.setTargetRequestPath(once.path());
				map.addTargetRequestParams(new LinkedMultiValueMap<>(once.parameters()));
				map.setExpirationTime(once.until());
				for (var attribute : once.attributes().entrySet()) {
					map.put(attribute.getKey(), json.readValue(attribute.getValue().value(), type(attribute.getValue().type())));
				}
				maps.add(map);
			}
			return maps;
		} catch (JsonProcessingException | ClassNotFoundException otherVersion) {
			LOG.warn("What was to be shown once can not be read: {}", otherVersion.getMessage());
			return null;
		}
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		if (!name.startsWith(OURS) && !name.startsWith("java.lang.")) {
			throw new ClassNotFoundException(name);
		}
		return Class.forName(name);
	}

	private String write(Object value) {
		try {
			return json.writeValueAsString(value);
		} catch (JsonProcessingException impossible) {
			throw new IllegalStateException(impossible);
		}
	}
}
