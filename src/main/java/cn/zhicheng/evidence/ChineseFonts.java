package cn.zhicheng.evidence;

import java.util.List;
import java.util.Optional;

import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;

/**
 * Finds a Chinese font of the machine for text whose font (宋体, 仿宋 …) is not embedded in the PDF. PDFBox passes over the
 * common free ones, because their glyphs are numbered by no Chinese standard, and draws boxes; taken as an ordinary font and
 * asked by Unicode they serve well. On a machine without any, boxes remain.
 */
final class ChineseFonts implements FontMapper {

	/** PostScript names, the most likely on a server first. */
	private static final List<String> CANDIDATES = List.of("NotoSerifCJKsc-Regular", "NotoSansCJKsc-Regular",
			"NotoSerifSC-Regular", "NotoSansSC-Regular", "SourceHanSerifSC-Regular", "SourceHanSansSC-Regular",
			"WenQuanYiMicroHei", "WenQuanYiZenHei", "DroidSansFallback", "SimSun", "MicrosoftYaHei", "STSongti-SC-Regular",
			"PingFangSC-Regular", "ArialUnicodeMS");

	private final FontMapper others;

	private Optional<FontBoxFont> chinese;

	private ChineseFonts(FontMapper others) {
		this.others = others;
	}

	/** Makes all of PDFBox use it, which knows but one mapper a JVM. */
	static synchronized void install() {
		FontMapper present = FontMappers.instance();
		if (!(present instanceof ChineseFonts)) {
			FontMappers.set(new ChineseFonts(present));
		}
	}

	@Override
	public FontMapping<TrueTypeFont> getTrueTypeFont(String baseFont, PDFontDescriptor descriptor) {
		return others.getTrueTypeFont(baseFont, descriptor);
	}

	@Override
	public FontMapping<FontBoxFont> getFontBoxFont(String baseFont, PDFontDescriptor descriptor) {
		return others.getFontBoxFont(baseFont, descriptor);
	}

	@Override
	public CIDFontMapping getCIDFont(String baseFont, PDFontDescriptor descriptor, PDCIDSystemInfo system) {
		CIDFontMapping mapping = others.getCIDFont(baseFont, descriptor, system);
		if (!mapping.isFallback()) {
			return mapping;
		}
		return chinese().map(font -> new CIDFontMapping(null, font, true)).orElse(mapping);
	}

	private synchronized Optional<FontBoxFont> chinese() {
		if (chinese == null) {
			chinese = CANDIDATES.stream()
					.map(name -> others.getFontBoxFont(name, null))
					.filter(mapping -> mapping != null && !mapping.isFallback())
					.map(FontMapping::getFont)
					// Only these can stand in for both kinds of fonts with large character sets.
					.filter(TrueTypeFont.class::isInstance)
					.findFirst();
		}
		return chinese;
	}
}
