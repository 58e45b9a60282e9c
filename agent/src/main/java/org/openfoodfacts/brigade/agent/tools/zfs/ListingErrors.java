package org.openfoodfacts.brigade.agent.tools.zfs;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code zfs list} said against some of the datasets that it was asked for, or against snapshots or bookmarks of them. {@code missing} are not there;
 * {@code unread} is the first line against each of the others. Lines that name none of them are somebody else's: of a child, or a warning of ssh.
 */
public record ListingErrors(Set<String> missing, Map<String, String> unread) {
    private static final Pattern NAME = Pattern.compile("'([^'@#]+)([^']*)'");

    public static ListingErrors of(String errors, Collection<String> datasets) {
        Set<String> asked = Set.copyOf(datasets);
        ListingErrors all = new ListingErrors(new HashSet<>(), new HashMap<>());
        errors.lines().forEach(line -> {
            Matcher name = NAME.matcher(line);
            if (name.find() && asked.contains(name.group(1))) {
                all.add(line, name.group(1), name.group(2).isEmpty());
            }
        });
        return all;
    }

    private void add(String line, String dataset, boolean itself) {
        if (itself && line.contains("cannot open '" + dataset + "': dataset does not exist")) {
            missing.add(dataset);
        } else {
            unread.putIfAbsent(dataset, line.strip());
        }
    }

    public boolean isNone() {
        return missing.isEmpty() && unread.isEmpty();
    }
}
