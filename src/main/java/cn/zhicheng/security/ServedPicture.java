package cn.zhicheng.security;

import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The answer with a picture of evidence, such that nothing in it can run whatever it turns out to be: one fixed type that no
 * browser may guess about, a policy that allows nothing and gives it an origin of its own, no use by other sites, and no copy
 * in any cache.
 */
public final class ServedPicture {

	private ServedPicture() {
	}

	/**
	 * @param jpeg of our own making
	 * @param name as which a browser saves it; says nothing about a person
	 */
	public static ResponseEntity<byte[]> of(byte[] jpeg, String name) {
		return ResponseEntity.ok()
				.contentType(MediaType.IMAGE_JPEG)
				.cacheControl(CacheControl.noStore())
				.header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.inline().filename(name).build().toString())
				.header("X-Content-Type-Options", "nosniff")
				.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
				.header("Cross-Origin-Resource-Policy", "same-origin")
				.body(jpeg);
	}
}
