package cn.zhicheng.evidence;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;

/**
 * What in a PDF does something by itself or carries something besides its pages. A scan has none of it. A destination that
 * only says at which page a document opens is none either, and neither are plain links.
 */
final class ActiveContent {

	/** Types of actions (PDF 1.7, 12.6.4) that run, open, send or play something. */
	private static final Set<String> ACTIONS = Set.of("JavaScript", "Launch", "GoToE", "GoToR", "SubmitForm", "ResetForm",
			"ImportData", "Rendition", "RichMediaExecute", "Movie", "Sound", "Trans", "GoTo3DView", "SetOCGState", "Hide");

	private static final Set<String> SUBTYPES = Set.of("FileAttachment", "RichMedia", "Screen", "3D", "Movie", "Sound");

	/** Entries that are active whatever they contain. */
	private static final Set<String> ENTRIES = Set.of("JavaScript", "EmbeddedFiles", "EmbeddedFile", "XFA", "RichMedia",
			"RichMediaContent", "Collection");

	private static final Map<String, Set<String>> FILE_NAMES = Map.of("EF", Set.of("F", "UF", "DOS", "Mac", "Unix"));

	private ActiveContent() {
	}

	/**
	 * Looks at one dictionary, not at those it points to.
	 *
	 * @return the PDF's word for what was found
	 */
	static Optional<String> in(COSDictionary dictionary) {
		String action = dictionary.getNameAsString(COSName.S);
		if (action != null && ACTIONS.contains(action)) {
			return Optional.of(action);
		}
		String subtype = dictionary.getNameAsString(COSName.SUBTYPE);
		if (subtype != null && SUBTYPES.contains(subtype)) {
			return Optional.of(subtype);
		}
		if ("EmbeddedFile".equals(dictionary.getNameAsString(COSName.TYPE))) {
			return Optional.of("EmbeddedFile");
		}
		for (COSName key : dictionary.keySet()) {
			if (isActive(key.getName(), dictionary.getDictionaryObject(key))) {
				return Optional.of(key.getName());
			}
		}
		return Optional.empty();
	}

	/** Names of fonts and pictures are free, so that a font may be called {@code AA}: values are looked at too. */
	private static boolean isActive(String key, COSBase value) {
		if (value == null || isResource(value)) {
			return false;
		}
		return switch (key) {
			case "JS" -> value instanceof COSString || value instanceof COSStream;
			case "OpenAction" -> value instanceof COSDictionary action && !isGoTo(action);
			case "AA" -> value instanceof COSDictionary actions && actions.size() > 0;
			case "EF" -> value instanceof COSDictionary files
					&& files.keySet().stream().anyMatch(name -> FILE_NAMES.get(key).contains(name.getName()));
			default -> ENTRIES.contains(key) && !isEmpty(value);
		};
	}

	private static boolean isGoTo(COSDictionary action) {
		return "GoTo".equals(action.getNameAsString(COSName.S)) && !action.containsKey(COSName.getPDFName("Next"));
	}

	private static boolean isEmpty(COSBase value) {
		if (value instanceof COSArray array) {
			return array.size() == 0;
		}
		if (value instanceof COSStream) {
			return false;
		}
		// An empty name tree, as some programs write into every file.
		return value instanceof COSDictionary tree
				&& (tree.size() == 0 || tree.size() == 1 && tree.getDictionaryObject(COSName.NAMES) instanceof COSArray names
						&& names.size() == 0);
	}

	private static boolean isResource(COSBase value) {
		if (!(value instanceof COSDictionary dictionary)) {
			return false;
		}
		String type = dictionary.getNameAsString(COSName.TYPE);
		String subtype = dictionary.getNameAsString(COSName.SUBTYPE);
		return "Font".equals(type) || "ExtGState".equals(type) || "Image".equals(subtype) || "Form".equals(subtype);
	}
}
