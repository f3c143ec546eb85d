package cn.zhicheng.evidence;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;

/**
 * Evidence as people scan it: A4 pages, each one JPEG at 150 dpi, with the seals, lines and slight slant of a stamped copy.
 * Everything in it is invented. The same arguments give the same document, and all are well below 2 MB.
 */
public final class SamplePdfs {

	private static final int WIDTH = 1240;

	private static final int HEIGHT = 1754;

	private static final Color INK = new Color(0x22, 0x22, 0x28);

	private static final Color SEAL = new Color(0xC8, 0x1E, 0x1E, 0xC0);

	private SamplePdfs() {
	}

	/** 职称证书, one page, for the given person. */
	public static byte[] certificate(String name) {
		return certificate(name, "中小学教师系列", "一级教师", "张中教评〔2012〕0317号");
	}

	/** 职称证书, one page. */
	public static byte[] certificate(String name, String series, String title, String number) {
		return scan(List.of(page(name.hashCode(), g -> {
			g.setColor(new Color(0x9E, 0x1B, 0x1B));
			g.setStroke(new BasicStroke(6));
			g.drawRect(110, 130, WIDTH - 220, 1060);
			g.setStroke(new BasicStroke(2));
			g.drawRect(124, 144, WIDTH - 248, 1032);
			centred(g, "专业技术职务任职资格证书", 270, 64, Font.BOLD);
			g.setColor(INK);
			g.drawImage(SamplePhotos.portrait(), 830, 380, 220, 308, null);
			row(g, "姓　　名", name, 460);
			row(g, "专业系列", series, 560);
			row(g, "资格名称", title, 660);
			row(g, "评审时间", "2012 年 12 月", 760);
			row(g, "证书编号", number, 860);
			row(g, "评审组织", "张掖市中小学教师中级职务评审委员会", 960);
			text(g, "二〇一二年十二月二十日", 700, 1110, 34, Font.PLAIN);
			seal(g, 880, 1030, 130, "张掖市职称改革工作领导小组", "职称专用章");
			trueCopy(g, 1400);
		})));
	}

	/** 资格文件, three pages: head page, page with the person, page with the seal. */
	public static byte[] qualificationDocument(String name) {
		return scan(List.of(
				page(1, g -> {
					g.setColor(new Color(0xC8, 0x1E, 0x1E));
					centred(g, "张掖市人力资源和社会保障局文件", 300, 66, Font.BOLD);
					g.setStroke(new BasicStroke(4));
					g.drawLine(130, 430, WIDTH - 130, 430);
					g.setColor(INK);
					centred(g, "张人社职〔2012〕58号", 395, 34, Font.PLAIN);
					centred(g, "关于批准王小明等 126 名同志", 540, 48, Font.BOLD);
					centred(g, "具备中小学一级教师任职资格的通知", 610, 48, Font.BOLD);
					paragraph(g, 720, "各县（区）人力资源和社会保障局，市直有关部门：",
							"　　根据职称评审有关规定，经张掖市中小学教师中级职务评审委员会",
							"评审，市职称改革工作领导小组办公室审核，同意下列 126 名同志具备",
							"中小学一级教师任职资格，任职资格时间从 2012 年 12 月 20 日起计算。",
							"　　请各单位按照岗位设置和聘任条件，做好聘任工作。");
				}),
				page(2, g -> {
					centred(g, "获得职称人员名单", 230, 48, Font.BOLD);
					String[] people = { "李演示", "赵演示", name, "孙演示", "周演示", "吴演示", "郑演示", "冯演示", "陈演示" };
					table(g, 300, people);
				}),
				page(3, g -> {
					paragraph(g, 300, "　　本通知自印发之日起执行。", "", "　　（此页无正文）");
					text(g, "张掖市人力资源和社会保障局", 620, 720, 36, Font.PLAIN);
					text(g, "2012 年 12 月 28 日", 730, 790, 36, Font.PLAIN);
					seal(g, 850, 730, 150, "张掖市人力资源和社会保障局", "");
					trueCopy(g, 1300);
				})));
	}

	/** 评审(认定)表, two pages. */
	public static byte[] reviewForm(String name) {
		return scan(List.of(
				page(4, g -> {
					centred(g, "专业技术职务任职资格评审（认定）表", 260, 56, Font.BOLD);
					row(g, "单　　位", "甘州区示范小学", 560);
					row(g, "姓　　名", name, 680);
					row(g, "现任职务", "二级教师", 800);
					row(g, "申报资格", "一级教师", 920);
					row(g, "填表时间", "2012 年 6 月 10 日", 1040);
					centred(g, "甘肃省人力资源和社会保障厅制", 1480, 36, Font.PLAIN);
				}),
				page(5, g -> {
					centred(g, "评审意见", 220, 48, Font.BOLD);
					g.setStroke(new BasicStroke(2));
					for (int box = 0; box < 3; box++) {
						g.drawRect(130, 300 + box * 330, WIDTH - 260, 330);
					}
					paragraph(g, 370, "　单位推荐意见：", "　　经考核，同意推荐。");
					paragraph(g, 700, "　评审组织意见：", "　　到会评委 15 人，同意 14 人，反对 1 人，", "　　同意通过。");
					paragraph(g, 1030, "　审批部门意见：", "　　同意。");
					seal(g, 920, 480, 110, "甘州区示范小学", "");
					seal(g, 920, 800, 110, "中小学教师中级职务评审委员会", "");
					seal(g, 920, 1130, 110, "张掖市职称改革工作领导小组", "");
					trueCopy(g, 1400);
				})));
	}

	/** A PDF of at least one page for 其它; different texts give different files. */
	public static byte[] other(String title) {
		return scan(List.of(page(title.hashCode(), g -> {
			centred(g, title, 300, 54, Font.BOLD);
			paragraph(g, 460, "　　兹证明该同志的姓名更改属实，原姓名与现姓名为同一人。", "　　特此证明。");
			seal(g, 860, 800, 130, "甘州区示范小学", "");
		})));
	}

	/** A number of empty A4 pages. */
	public static byte[] pages(int count) {
		try (PDDocument document = new PDDocument()) {
			for (int i = 0; i < count; i++) {
				document.addPage(new PDPage(PDRectangle.A4));
			}
			return bytes(document);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** A4 pages each filled with one picture, as scanners write them. */
	public static byte[] scan(List<BufferedImage> pages) {
		try (PDDocument document = new PDDocument()) {
			for (BufferedImage image : pages) {
				PDPage page = new PDPage(PDRectangle.A4);
				document.addPage(page);
				try (PDPageContentStream content = new PDPageContentStream(document, page)) {
					content.drawImage(JPEGFactory.createFromImage(document, image, 0.6f, 150), 0, 0,
							PDRectangle.A4.getWidth(), PDRectangle.A4.getHeight());
				}
			}
			return bytes(document);
		}
		catch (IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	static byte[] bytes(PDDocument document) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		// Otherwise the time of day goes into the file's identifier.
		document.setDocumentId(1L);
		document.save(out);
		return out.toByteArray();
	}

	/** A sheet of slightly yellow paper with something drawn on it, a little askew and with the dust of a scanner's glass. */
	static BufferedImage page(int seed, Consumer<Graphics2D> content) {
		BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
		Graphics2D g = image.createGraphics();
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
		g.setColor(new Color(0xFB, 0xFA, 0xF5));
		g.fillRect(0, 0, WIDTH, HEIGHT);
		Random random = new Random(seed);
		g.setColor(new Color(0xD8, 0xD6, 0xCE));
		for (int i = 0; i < 60; i++) {
			g.fillOval(random.nextInt(WIDTH), random.nextInt(HEIGHT), 2, 2);
		}
		g.rotate((random.nextDouble() - 0.5) * 0.008, WIDTH / 2.0, HEIGHT / 2.0);
		g.setColor(INK);
		content.accept(g);
		g.dispose();
		return image;
	}

	static Font font(int size, int style) {
		return new Font("Noto Serif CJK SC", style, size);
	}

	private static void text(Graphics2D g, String text, int x, int y, int size, int style) {
		g.setFont(font(size, style));
		g.drawString(text, x, y);
	}

	private static void centred(Graphics2D g, String text, int y, int size, int style) {
		g.setFont(font(size, style));
		g.drawString(text, (WIDTH - g.getFontMetrics().stringWidth(text)) / 2, y);
	}

	private static void row(Graphics2D g, String label, String value, int y) {
		text(g, label + "：", 190, y, 36, Font.PLAIN);
		text(g, value, 400, y, 38, Font.BOLD);
		g.setStroke(new BasicStroke(1.5f));
		g.drawLine(390, y + 12, 390 + Math.max(400, g.getFontMetrics().stringWidth(value) + 20), y + 12);
	}

	private static void paragraph(Graphics2D g, int y, String... lines) {
		for (int i = 0; i < lines.length; i++) {
			text(g, lines[i], 140, y + i * 62, 33, Font.PLAIN);
		}
	}

	private static void table(Graphics2D g, int top, String[] people) {
		String[] head = { "序号", "姓　名", "工作单位", "任职资格" };
		int[] columns = { 140, 260, 460, 860, WIDTH - 140 };
		g.setStroke(new BasicStroke(1.5f));
		for (int row = 0; row <= people.length + 1; row++) {
			g.drawLine(columns[0], top + row * 80, columns[4], top + row * 80);
		}
		for (int x : columns) {
			g.drawLine(x, top, x, top + (people.length + 1) * 80);
		}
		for (int column = 0; column < head.length; column++) {
			text(g, head[column], columns[column] + 20, top + 54, 32, Font.BOLD);
		}
		for (int i = 0; i < people.length; i++) {
			int y = top + (i + 1) * 80 + 54;
			text(g, String.valueOf(i + 41), columns[0] + 36, y, 32, Font.PLAIN);
			text(g, people[i], columns[1] + 20, y, 32, Font.PLAIN);
			text(g, i % 2 == 0 ? "甘州区示范小学" : "张掖市示范中学", columns[2] + 20, y, 32, Font.PLAIN);
			text(g, "中小学一级教师", columns[3] + 10, y, 32, Font.PLAIN);
		}
	}

	private static void trueCopy(Graphics2D g, int y) {
		text(g, "本复印件与原件一致", 180, y, 34, Font.BOLD);
		text(g, "2021 年 3 月 20 日", 180, y + 60, 30, Font.PLAIN);
		seal(g, 420, y + 30, 105, "甘州区示范小学", "");
	}

	/** 公章: a ring, a star, the name along the ring, and a line below the star. */
	private static void seal(Graphics2D graphics, int x, int y, int radius, String name, String below) {
		Graphics2D g = (Graphics2D) graphics.create();
		g.setColor(SEAL);
		g.setStroke(new BasicStroke(radius / 22f));
		g.drawOval(x - radius, y - radius, 2 * radius, 2 * radius);
		Path2D star = new Path2D.Double();
		for (int i = 0; i < 10; i++) {
			double angle = -Math.PI / 2 + i * Math.PI / 5;
			double length = i % 2 == 0 ? radius * 0.34 : radius * 0.13;
			double px = x + Math.cos(angle) * length;
			double py = y + Math.sin(angle) * length;
			if (i == 0) {
				star.moveTo(px, py);
			}
			else {
				star.lineTo(px, py);
			}
		}
		star.closePath();
		g.fill(star);
		int size = Math.max(14, Math.min(radius / 4, (int) (radius * 4.0 / name.length())));
		g.setFont(font(size, Font.BOLD));
		double span = Math.PI * 1.4;
		for (int i = 0; i < name.length(); i++) {
			double angle = -Math.PI / 2 - span / 2 + span * (i + 0.5) / name.length();
			AffineTransform before = g.getTransform();
			g.translate(x + Math.cos(angle) * radius * 0.72, y + Math.sin(angle) * radius * 0.72);
			g.rotate(angle + Math.PI / 2);
			String letter = name.substring(i, i + 1);
			g.drawString(letter, -g.getFontMetrics().stringWidth(letter) / 2, size / 3);
			g.setTransform(before);
		}
		g.setFont(font(Math.max(14, radius / 6), Font.BOLD));
		g.drawString(below, x - g.getFontMetrics().stringWidth(below) / 2, (int) (y + radius * 0.62));
		g.dispose();
	}
}
