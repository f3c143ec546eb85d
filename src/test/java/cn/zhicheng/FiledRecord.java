package cn.zhicheng;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

import cn.zhicheng.evidence.EvidenceKind;
import cn.zhicheng.evidence.SamplePdfs;

/**
 * What a person has filed at an application in another process, with scans as large as are accepted.
 *
 * @param number of the record
 * @param certificate id of the file
 */
record FiledRecord(String number, String certificate) {

	private static final String IDENTITY_NUMBER = "62070219800101001X";
	private static final String NAME = "演示甲";
	private static final String PASSWORD = "mima-2021";
	private static final String MOBILE = "13893612345";
	private static final String CERTIFICATE_NUMBER = "甘教职2010第00012号";

	/** @param code of a roster, empty where none is needed */
	static FiledRecord at(Instance instance, String code) throws Exception {
		var person = new PortalVisitor(instance.address());
		person.signInFirst(IDENTITY_NUMBER, NAME, code, PASSWORD);
		var number = person.begin();
		person.save(number, Map.of("mobile", MOBILE, "certificateNumber", CERTIFICATE_NUMBER));
		var certificate = person.upload(number, EvidenceKind.CERTIFICATE, SamplePdfs.certificate(NAME));
		var large = List.of(person.upload(number, EvidenceKind.QUALIFICATION_DOCUMENT, largeScan("资格文件")),
				person.upload(number, EvidenceKind.REVIEW_FORM, largeScan("评审表")));
		assertThat(person.pagesAtTheSameTime(number, large)).hasSize(2).doesNotContainNull().allSatisfy(page -> {
			assertThat(page.getWidth()).isBetween(1000, 3000);
			assertThat(new Color(page.getRGB(page.getWidth() / 2, page.getHeight() / 2))).isNotEqualTo(Color.WHITE);
		});
		assertThat(instance.output()).doesNotContain("OutOfMemoryError");
		assertThat(instance.get("/actuator/health", null).body()).contains("UP");
		return new FiledRecord(number, certificate);
	}

	void assertThatItIsAt(Instance instance) throws Exception {
		var person = new PortalVisitor(instance.address());
		person.signIn(IDENTITY_NUMBER, NAME, PASSWORD);
		assertThat(person.get("/portal")).contains(number);
		assertThat(person.get("/portal/records/" + number + "/edit")).contains(MOBILE, CERTIFICATE_NUMBER);
		assertThat(person.page(number, certificate).getWidth()).as("drawn only now, from the stored file").isGreaterThan(1000);
		assertThat(instance.output()).doesNotContain("OutOfMemoryError", IDENTITY_NUMBER, MOBILE);
	}

	/** One page of almost as many pixels as are accepted (40 million), in which nothing can be left out. */
	private static byte[] largeScan(String text) {
		var image = new BufferedImage(5200, 7600, BufferedImage.TYPE_INT_RGB);
		var g = image.createGraphics();
		g.setColor(Color.LIGHT_GRAY);
		g.fillRect(0, 0, image.getWidth(), image.getHeight());
		g.setColor(Color.BLACK);
		g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 400));
		g.drawString(text, 400, 1200);
		g.dispose();
		return SamplePdfs.scan(List.of(image));
	}
}
