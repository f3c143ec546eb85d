package cn.zhicheng.workflow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a model as the XML it is. A document type is refused, and with it every entity, of the file or from elsewhere.
 */
final class ModelXml {

	private static final String NO_DOCUMENT_TYPE = "http://apache.org/xml/features/disallow-doctype-decl";
	private static final int MAX_BYTES = 5 * 1024 * 1024;
	/** Nobody draws a model whose elements lie deeper in one another; a parser might not come back from such a one. */
	private static final int MAX_DEPTH = 100;

	private ModelXml() {
	}

	/** The file cannot be read as XML; the fault says why. */
	static final class UnreadableException extends Exception {

		private final transient ModelFault fault;

		UnreadableException(ModelFault fault) {
			super(fault.key());
			this.fault = fault;
		}

		ModelFault fault() {
			return fault;
		}
	}

	static Document read(String resource, byte[] content) throws UnreadableException {
		if (content.length > MAX_BYTES) {
			throw new UnreadableException(ModelFault.of(resource, null, "tooLarge", MAX_BYTES / 1024 / 1024));
		}
		try {
			var factory = DocumentBuilderFactory.newInstance();
			factory.setNamespaceAware(true);
			factory.setXIncludeAware(false);
			factory.setExpandEntityReferences(false);
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature(NO_DOCUMENT_TYPE, true);
			factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
			factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
			var builder = factory.newDocumentBuilder();
			builder.setErrorHandler(new DefaultHandler());
			var document = builder.parse(new ByteArrayInputStream(content));
			if (isTooDeep(document.getDocumentElement())) {
				throw new UnreadableException(ModelFault.of(resource, null, "tooDeep", MAX_DEPTH));
			}
			return document;
		} catch (SAXParseException e) {
			throw new UnreadableException(ModelFault.of(resource, ModelFault.Place.line(e.getLineNumber()),
					String.valueOf(e.getMessage()).contains(NO_DOCUMENT_TYPE) ? "documentType" : "notXml"));
		} catch (SAXException | IOException e) {
			throw new UnreadableException(ModelFault.of(resource, null, "notXml"));
		} catch (ParserConfigurationException e) {
			throw new IllegalStateException("The XML parser cannot be told to refuse document types", e);
		}
	}

	/** Goes down no further than need be. */
	private static boolean isTooDeep(Element root) {
		var level = List.of(root);
		for (int depth = 1; !level.isEmpty(); depth++) {
			if (depth > MAX_DEPTH) {
				return true;
			}
			level = level.stream().flatMap(element -> children(element).stream()).toList();
		}
		return false;
	}

	/** @return the element and all within it, in the order of the file */
	static List<Element> elements(Element root) {
		var within = root.getElementsByTagName("*");
		var elements = new ArrayList<Element>(within.getLength() + 1);
		elements.add(root);
		for (var i = 0; i < within.getLength(); i++) {
			elements.add((Element) within.item(i));
		}
		return elements;
	}

	/** @return the elements directly within */
	static List<Element> children(Element parent) {
		var children = new ArrayList<Element>();
		for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element child) {
				children.add(child);
			}
		}
		return children;
	}

	static List<Attr> attributes(Element element) {
		var map = element.getAttributes();
		var attributes = new ArrayList<Attr>(map.getLength());
		for (var i = 0; i < map.getLength(); i++) {
			attributes.add((Attr) map.item(i));
		}
		return attributes;
	}

	/** @return the text that stands directly in the element, that of elements within it left out */
	static String ownText(Element element) {
		var text = new StringBuilder();
		for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
				text.append(node.getNodeValue());
			}
		}
		return text.toString();
	}

	/** @return namespace of an element or attribute; empty if it has none */
	static String namespace(Node node) {
		return node.getNamespaceURI() == null ? "" : node.getNamespaceURI();
	}

	/** @return id of the element, or of the nearest around it that has one; else its name */
	static String idOf(Element element) {
		for (Node node = element; node instanceof Element one; node = node.getParentNode()) {
			if (one.hasAttribute("id")) {
				return one.getAttribute("id");
			}
		}
		return element.getNodeName();
	}
}
