package cn.zhicheng.workflow;

import java.util.List;

/**
 * What keeps a model or form from being deployed.
 *
 * @param resource name of the file
 * @param place id of the element or number of the row; null for the file as a whole
 * @param key of the sentence in {@code messages/workflow.properties}, after {@code deployment.}
 * @param arguments of the sentence
 */
record ModelFault(String resource, Place place, String key, List<Object> arguments) {

	/**
	 * @param key {@code element}, {@code row} or {@code line}: how the place is called
	 * @param value id or number
	 */
	record Place(String key, String value) {

		static Place element(String id) {
			return new Place("element", id);
		}

		static Place row(int number) {
			return new Place("row", String.valueOf(number));
		}

		static Place line(int number) {
			return new Place("line", String.valueOf(number));
		}
	}

	static ModelFault of(String resource, Place place, String key, Object... arguments) {
		return new ModelFault(resource, place, key, List.of(arguments));
	}
}
