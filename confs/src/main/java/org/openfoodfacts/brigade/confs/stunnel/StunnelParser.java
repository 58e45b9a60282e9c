package org.openfoodfacts.brigade.confs.stunnel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.openfoodfacts.brigade.confs.DidYouMean;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Option;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Service;

/** Reads a stunnel configuration. What stunnel 5.68 refuses is an error: it does not start then, and keeps what it has on a reload. */
public final class StunnelParser {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Option> global = new ArrayList<>();
    private final List<Head> heads = new ArrayList<>();
    private boolean includes;

    private record Head(String name, int line, List<Option> options) {}

    private StunnelParser(String file) {
        this.file = file;
    }

    public static Parsed<StunnelFile> parse(String file, String text) {
        StunnelParser parser = new StunnelParser(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0 ? lines.getFirst().replaceFirst("^\uFEFF+", "") : lines.get(i);
            parser.line(line.strip(), i + 1);
        }
        List<Service> services = parser.heads.stream()
                .map(h -> new Service(h.name, h.line, h.options, parser.global))
                .toList();
        services.forEach(parser::endpoints);
        return new Parsed<>(new StunnelFile(parser.global, services), parser.problems);
    }

    private void line(String line, int number) {
        int equals = line.indexOf('=');
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        if (line.startsWith("[") && line.endsWith("]")) {
            heads.add(new Head(line.substring(1, line.length() - 1), number, new ArrayList<>()));
        } else if (equals < 0) {
            error(
                    number,
                    "'" + line + "' has no '=', so stunnel refuses the file",
                    "write option = value, or # for a comment");
        } else {
            String name = line.substring(0, equals).strip();
            Option option = new Option(
                    name.toLowerCase(Locale.ROOT), line.substring(equals + 1).strip(), number);
            judge(name, option);
            (heads.isEmpty() ? global : heads.getLast().options).add(option);
            includes |= option.name().equals("include");
        }
    }

    private void judge(String name, Option option) {
        boolean isGlobal = StunnelOptions.GLOBAL.contains(option.name());
        if (!isGlobal && !StunnelOptions.SERVICE.contains(option.name())) {
            Set<String> known = new TreeSet<>(StunnelOptions.SERVICE);
            known.addAll(StunnelOptions.GLOBAL);
            String remedy = DidYouMean.among(option.name(), known)
                    .map(k -> "did you mean '" + k + "'?")
                    .orElse("stunnel(8) lists the options");
            error(option.line(), "stunnel has no option '" + name + "', so it refuses the file", remedy);
        } else if (isGlobal && !heads.isEmpty()) {
            String section = heads.getLast().name;
            error(
                    option.line(),
                    "'" + name + "' is a global option but stands in [" + section + "], so stunnel refuses the file",
                    "move it above the first section");
        } else if (StunnelOptions.YES_OR_NO.contains(option.name()) && !isYesOrNo(option.value())) {
            error(
                    option.line(),
                    "'" + name + " = " + option.value() + "' is neither yes nor no, so stunnel refuses the file",
                    "write yes or no, and comments on lines of their own");
        }
    }

    private static boolean isYesOrNo(String value) {
        return value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no");
    }

    /** stunnel: "Each service must define two endpoints". */
    private void endpoints(Service service) {
        boolean from = service.has("accept") || service.has("exec") || service.has("sni");
        boolean to = StunnelOptions.TARGETS.stream().anyMatch(service::has);
        if (!includes && (!from || !to)) {
            error(
                    service.line(),
                    "[" + service.name() + "] has no '" + (from ? "connect" : "accept")
                            + "', so stunnel refuses the file",
                    "give the service both of its ends");
        }
    }

    private void error(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, line, 1, "", what, remedy));
    }

    /** The text of a file; parsing it gives the same again but for the lines. */
    public static String print(StunnelFile file) {
        StringBuilder text = new StringBuilder();
        file.global()
                .forEach(o ->
                        text.append(o.name()).append(" = ").append(o.value()).append('\n'));
        for (Service service : file.services()) {
            text.append('[').append(service.name()).append("]\n");
            service.options()
                    .forEach(o -> text.append(o.name())
                            .append(" = ")
                            .append(o.value())
                            .append('\n'));
        }
        return text.toString();
    }
}
