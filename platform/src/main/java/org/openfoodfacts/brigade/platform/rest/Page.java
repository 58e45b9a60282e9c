package org.openfoodfacts.brigade.platform.rest;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** A part of a long list. {@code next} is the {@code after} of the next call, absent at the end. */
public record Page<T>(List<T> items, String next) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    public Page {
        items = List.copyOf(items);
    }

    /** From one item more than was asked for: the extra one only shows that there is a next page. */
    public static <T> Page<T> of(List<T> oneMore, int limit, Function<T, String> cursor) {
        boolean more = oneMore.size() > limit;
        List<T> items = more ? oneMore.subList(0, limit) : oneMore;
        return new Page<>(items, more ? cursor.apply(items.getLast()) : null);
    }

    /** Where a list goes on that is ordered by ids; null, as an empty text, is its beginning. */
    public static UUID after(String cursor) {
        try {
            return cursor == null || cursor.isEmpty() ? null : UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw ProblemException.field("after", "must be the 'next' of an earlier page");
        }
    }

    /** The limit to use for a query parameter; null means the default. */
    public static int limit(Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1 || asked > MAX_LIMIT) {
            throw ProblemException.field("limit", "must be 1 to " + MAX_LIMIT);
        }
        return asked;
    }
}
