package org.openfoodfacts.brigade.proxyconfig.persistence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.openfoodfacts.brigade.platform.json.JsonText;

/** Many rows as one parameter of a statement: a JSON list of objects. */
final class Rows {
    private Rows() {}

    /** @param row names and values in turn */
    static <T> String json(List<T> items, Function<T, List<String>> row) {
        return JsonText.write(
                items.stream().map(item -> object(row.apply(item))).toList());
    }

    private static Map<String, String> object(List<String> namesAndValues) {
        Map<String, String> object = new HashMap<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            object.put(namesAndValues.get(i), namesAndValues.get(i + 1));
        }
        return object;
    }
}
